package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.deploy.MigrationPolicy;
import io.jenkins.plugins.erp.operation.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes a request record from a step's named arguments: the components are the arguments. */
final class RequestBinder {
    private RequestBinder() {}

    /** Names of a record's components. */
    static List<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /** The record, what is not given left empty. */
    static <T extends Record> T bind(String step, Class<T> type, Map<String, Object> arguments) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            types[i] = components[i].getType();
            try {
                values[i] = convert(components[i].getGenericType(), arguments.get(name));
            } catch (IllegalArgumentException e) {
                throw new StepException(
                        Outcome.REFUSED, step + ": " + name + ": " + e.getMessage(), e);
            }
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new StepException(
                    Outcome.REFUSED, step + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object convert(Type type, Object value) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return value == null || value instanceof CharSequence s && s.length() == 0
                        ? Optional.empty()
                        : Optional.of(convert(inner, value));
            }
            if (generic.getRawType() == List.class) {
                return list(inner, value);
            }
            if (generic.getRawType() == Map.class) {
                return map(value);
            }
        }
        Class<?> plain = (Class<?>) type;
        if (plain == boolean.class || plain == Boolean.class) {
            return value != null && truth(value);
        }
        if (value == null && plain == MigrationPolicy.class) {
            return MigrationPolicy.REFUSE;
        }
        if (value == null) {
            throw new IllegalArgumentException("it has to be given");
        }
        if (plain == String.class) {
            return value.toString();
        } else if (plain == Double.class) {
            return value instanceof Number n
                    ? n.doubleValue()
                    : Double.parseDouble(value.toString());
        } else if (plain == Integer.class || plain == int.class) {
            return value instanceof Number n ? n.intValue() : Integer.parseInt(value.toString());
        } else if (plain.isEnum()) {
            return constant(plain, value.toString());
        } else if (plain.isInstance(value)) {
            return value;
        }
        throw new IllegalArgumentException("\"" + value + "\" is not a " + plain.getSimpleName());
    }

    private static boolean truth(Object value) {
        return switch (value.toString()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "it is true or false, not \"" + value + "\"");
        };
    }

    private static Object constant(Class<?> type, String value) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equalsIgnoreCase(value)) {
                return constant;
            }
            names.add(constant.toString().toLowerCase(Locale.ROOT));
        }
        throw new IllegalArgumentException(
                "\"" + value + "\" is none of " + String.join(", ", names));
    }

    private static List<Object> list(Type inner, Object value) {
        List<Object> result = new ArrayList<>();
        if (value instanceof Iterable<?> many) {
            for (Object one : many) {
                result.add(convert(inner, one));
            }
        } else if (value instanceof CharSequence text) {
            text.toString()
                    .lines()
                    .flatMap(l -> Arrays.stream(l.split(",")))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .forEach(s -> result.add(convert(inner, s)));
        } else if (value != null) {
            result.add(convert(inner, value));
        }
        return List.copyOf(result);
    }

    private static Map<String, String> map(Object value) {
        Map<String, String> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((k, v) -> result.put(String.valueOf(k), String.valueOf(v)));
        } else if (value instanceof Iterable<?> many) {
            for (Object one : many) {
                String text = String.valueOf(one);
                int equals = text.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("\"" + text + "\" is not NAME=value");
                }
                result.put(text.substring(0, equals), text.substring(equals + 1));
            }
        } else if (value != null) {
            throw new IllegalArgumentException("it is a list: ['NAME=value']");
        }
        return result;
    }
}
