package dev.valence.cli;

import dev.valence.Engine;
import dev.valence.internal.Version;
import dev.valence.internal.engine.Backends;
import picocli.CommandLine.IVersionProvider;

/** Versions of this program and of what it runs on. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "valence " + Version.number() + " (" + Version.commit() + ")",
            "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")",
            "kernels " + Backends.of(Engine.best(), note -> {}).name()
        };
    }
}
