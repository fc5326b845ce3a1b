package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a Compose service does in the system. */
public enum Role {
    /** answers HTTP: gunicorn, uwsgi, daphne, uvicorn, runserver */
    @JsonProperty("web")
    WEB,
    /** Celery worker */
    @JsonProperty("worker")
    WORKER,
    /** Celery beat: one at a time */
    @JsonProperty("beat")
    BEAT,
    /** PostgreSQL */
    @JsonProperty("database")
    DATABASE,
    /** Redis */
    @JsonProperty("cache")
    CACHE,
    /** Nginx */
    @JsonProperty("proxy")
    PROXY
}
