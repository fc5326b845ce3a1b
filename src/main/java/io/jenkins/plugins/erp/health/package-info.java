/** The health gate: containers, HTTP, database, Redis, Celery and migrations asked together. */
package io.jenkins.plugins.erp.health;
