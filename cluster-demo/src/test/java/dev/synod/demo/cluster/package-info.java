/** Real JVMs, real disks, kill -9: what only a whole cluster can show. */
@org.jspecify.annotations.NullMarked
package dev.synod.demo.cluster;
