package io.crosswalk.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

import java.util.Map;
import java.util.TreeMap;

/** The metrics of the JVM and of its process, which Micrometer knows how to take. */
final class JvmMeters implements AutoCloseable {

    private final JvmGcMetrics collections = new JvmGcMetrics();

    JvmMeters(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** What the names start with, and what it is about. The names behind depend on the JVM and its garbage collector. */
    static Map<String, String> families() {
        Map<String, String> families = new TreeMap<>();
        families.put("jvm_buffer_", "Direct and mapped buffers: count, memory, capacity.");
        families.put("jvm_memory_", "Heap and other memory pools: used, committed, max.");
        families.put("jvm_gc_", "Garbage collection: pauses, allocated and promoted bytes, live data.");
        families.put("jvm_threads_", "Threads: live, daemon, peak, started, by state.");
        families.put("process_", "This process: CPU, uptime, start time, open files.");
        families.put("system_", "The machine: processors, CPU, load.");
        return families;
    }

    @Override
    public void close() {
        collections.close();
    }
}
