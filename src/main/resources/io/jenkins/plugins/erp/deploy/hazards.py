# Finds what a plan of migrations would break for the release that is serving meanwhile: it walks the operations
# of the plan in Django's own objects, before anything runs. Runs in the same namespace as release.py.
import re

from django.db.models import NOT_PROVIDED

# operations that neither wait for long nor take anything away
HARMLESS = {
    "AddConstraintNotValid", "AddIndexConcurrently", "AlterModelManagers", "AlterModelOptions",
    "AlterModelTableComment", "AlterOrderWithRespectTo", "CreateCollation", "CreateModel",
    "RemoveCollation", "RemoveConstraint", "RemoveIndex", "RemoveIndexConcurrently", "RenameIndex",
    "ValidateConstraint", "CreateExtension", "BtreeGinExtension", "BtreeGistExtension",
    "CITextExtension", "CryptoExtension", "HStoreExtension", "TrigramExtension", "UnaccentExtension",
    "BloomExtension",
}
SQL = [
    ("sql-drop", r"\bDROP\s+(?:TABLE|COLUMN|VIEW|MATERIALIZED|SCHEMA|TYPE|FUNCTION)\b|\bTRUNCATE\b"),
    ("sql-rename", r"\bRENAME\s+(?:TO|COLUMN|CONSTRAINT)\b|\bRENAME\b"),
    ("sql-not-null", r"\bSET\s+NOT\s+NULL\b"),
    ("sql-rewrite", r"\bALTER\s+(?:COLUMN\s+)?\S+\s+(?:SET\s+DATA\s+)?TYPE\b"),
    ("sql-index", r"\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY\b)"),
]


class Walk:
    """Judges operations in order, knowing which tables the same plan has made."""

    def __init__(self, connection):
        self.connection = connection
        self.made = set()
        self.hazards = []
        self.migration = None

    def add(self, op, kind, what):
        self.hazards.append({
            "migration": "%s.%s" % (self.migration.app_label, self.migration.name),
            "operation": "%s: %s" % (type(op).__name__, op.describe()),
            "kind": kind,
            "what": what,
        })

    def migrate(self, migration, state):
        self.migration = migration
        for op in migration.operations:
            self.operation(op, migration.app_label, state)
            if not op.reversible:
                self.add(op, "irreversible", "")
            op.state_forwards(migration.app_label, state)

    def operation(self, op, app, state):
        names = [c.__name__ for c in type(op).__mro__]
        if names[0] in HARMLESS and names[0] != "CreateModel":
            return
        for name in names:
            judge = getattr(self, "on_" + name, None)
            if judge is not None:
                judge(op, app, state)
                return
            if name in HARMLESS:
                return
        self.add(op, "unjudged", type(op).__name__)

    # What the operation works on; None where no table of the running release is touched.
    def model(self, app, name, state):
        model = state.models.get((app, name.lower()))
        if model is None or (app, name.lower()) in self.made:
            return None
        if not model.options.get("managed", True) or model.options.get("proxy", False):
            return None
        return model

    @staticmethod
    def table(model):
        return model.options.get("db_table") or "%s_%s" % (model.app_label, model.name.lower())

    @staticmethod
    def field(model, name):
        # a dictionary since Django 3.1, pairs before
        return dict(model.fields).get(name)

    @staticmethod
    def column(name, field):
        return field.db_column or (name + "_id" if field.remote_field is not None else name)

    @staticmethod
    def has_column(field):
        return not field.many_to_many and type(field).__name__ not in ("GenericRelation", "GenericForeignKey")

    @staticmethod
    def server_default(field):
        return getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED or getattr(field, "generated", False)

    @staticmethod
    def indexed(field):
        return bool(getattr(field, "db_index", False)) or field.unique or field.primary_key

    def on_CreateModel(self, op, app, state):
        self.made.add((app, op.name_lower))

    def on_DeleteModel(self, op, app, state):
        model = self.model(app, op.name, state)
        if model is not None:
            self.add(op, "drop-table", self.table(model))

    def on_RenameModel(self, op, app, state):
        made = (app, op.old_name.lower()) in self.made
        model = self.model(app, op.old_name, state)
        if model is not None and not model.options.get("db_table"):
            self.add(op, "rename-table", "%s -> %s_%s" % (self.table(model), app, op.new_name.lower()))
        if made:
            self.made.add((app, op.new_name.lower()))

    def on_AlterModelTable(self, op, app, state):
        model = self.model(app, op.name, state)
        after = op.table or "%s_%s" % (app, op.name.lower())
        if model is not None and self.table(model) != after:
            self.add(op, "rename-table", "%s -> %s" % (self.table(model), after))

    def on_AddField(self, op, app, state):
        model = self.model(app, op.model_name, state)
        if model is None or not self.has_column(op.field):
            return
        what = "%s.%s" % (self.table(model), self.column(op.name, op.field))
        if getattr(op.field, "generated", False):
            self.add(op, "rewrite", what)
        elif not op.field.null and not self.server_default(op.field):
            self.add(op, "not-null-column", what)
        if op.field.unique and not op.field.primary_key:
            self.add(op, "unique", what)

    def on_RemoveField(self, op, app, state):
        model = self.model(app, op.model_name, state)
        field = model and self.field(model, op.name)
        if model is None or field is None:
            return
        if field.many_to_many:
            if getattr(field.remote_field, "through", None) is None:
                self.add(op, "drop-table", "%s_%s" % (self.table(model), op.name))
        elif self.has_column(field):
            self.add(op, "drop-column", "%s.%s" % (self.table(model), self.column(op.name, field)))

    def on_RenameField(self, op, app, state):
        model = self.model(app, op.model_name, state)
        field = model and self.field(model, op.old_name)
        if model is not None and field is not None and self.has_column(field) and not field.db_column:
            self.add(op, "rename-column", "%s.%s -> %s" % (
                self.table(model), self.column(op.old_name, field), self.column(op.new_name, field)))

    def on_AlterField(self, op, app, state):
        model = self.model(app, op.model_name, state)
        old = model and self.field(model, op.name)
        if model is None or old is None:
            return
        new = op.field
        if not (self.has_column(old) and self.has_column(new)):
            if old.many_to_many != new.many_to_many:
                self.add(op, "unjudged", "%s.%s" % (self.table(model), op.name))
            return
        what = "%s.%s" % (self.table(model), self.column(op.name, old))
        if self.column(op.name, old) != self.column(op.name, new):
            self.add(op, "rename-column", what + " -> " + self.column(op.name, new))
        if old.null and not new.null:
            self.add(op, "not-null", what)
        if self.rewrites(old, new):
            self.add(op, "rewrite", what)
        if new.unique and not old.unique:
            self.add(op, "unique", what)
        elif self.indexed(new) and not self.indexed(old):
            self.add(op, "index", what)

    def rewrites(self, old, new):
        if old.remote_field is not None or new.remote_field is not None:
            # the type of a foreign key is that of what it points at
            def target(field):
                return None if field.remote_field is None else str(field.deconstruct()[2].get("to")).lower()
            return target(old) != target(new)
        before, after = old.db_type(self.connection), new.db_type(self.connection)
        if before == after or before is None or after is None:
            return False
        sized = re.compile(r"varchar\((\d+)\)$")
        short, long = sized.match(before), sized.match(after)
        if short and (after in ("text", "varchar") or (long and int(long.group(1)) >= int(short.group(1)))):
            return False
        exact = re.compile(r"numeric\((\d+), ?(\d+)\)$")
        few, many = exact.match(before), exact.match(after)
        if few and many and few.group(2) == many.group(2) and int(many.group(1)) >= int(few.group(1)):
            return False
        return {before, after} != {"text", "varchar"}

    def on_AddIndex(self, op, app, state):
        model = self.model(app, op.model_name, state)
        if model is not None:
            self.add(op, "index", "%s.%s" % (self.table(model), op.index.name))

    def on_AddConstraint(self, op, app, state):
        model = self.model(app, op.model_name, state)
        if model is not None:
            kind = "check" if type(op.constraint).__name__ == "CheckConstraint" else "unique"
            self.add(op, kind, "%s.%s" % (self.table(model), op.constraint.name))

    # Since Django 5.2: only what the error message says may change.
    def on_AlterConstraint(self, op, app, state):
        return

    def together(self, op, app, state, key, value, kind):
        model = self.model(app, op.name, state)
        if model is None:
            return
        before = {tuple(t) for t in model.options.get(key) or ()}
        for columns in sorted({tuple(t) for t in value or ()} - before):
            self.add(op, kind, "%s(%s)" % (self.table(model), ", ".join(columns)))

    def on_AlterUniqueTogether(self, op, app, state):
        self.together(op, app, state, "unique_together", op.unique_together, "unique")

    def on_AlterIndexTogether(self, op, app, state):
        self.together(op, app, state, "index_together", op.index_together, "index")

    def on_RunPython(self, op, app, state):
        if op.code is not type(op).noop:
            self.add(op, "unjudged", getattr(op.code, "__name__", "RunPython"))

    def on_RunSQL(self, op, app, state):
        statements = op.sql if isinstance(op.sql, (list, tuple)) else [op.sql]
        text = "\n".join(s[0] if isinstance(s, (list, tuple)) else str(s) for s in statements)
        # comments say nothing about what is done
        text = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.S)
        found = False
        for kind, pattern in SQL:
            match = re.search(pattern, text, re.I)
            if match:
                found = True
                self.add(op, kind, " ".join(match.group(0).upper().split()))
        if not found and text.strip():
            self.add(op, "unjudged", "RunSQL")

    def on_SeparateDatabaseAndState(self, op, app, state):
        inner = state.clone()
        for one in op.database_operations:
            self.operation(one, app, inner)
            one.state_forwards(app, inner)


def find_hazards(connection, loader, plan):
    """Of a plan as MigrationExecutor makes it; none where nothing is applied yet, so that nobody is served."""
    applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    if not plan or not applied:
        return []
    state = loader.project_state(applied)
    walk = Walk(connection)
    for migration, _ in plan:
        walk.migrate(migration, state)
    return walk.hazards
