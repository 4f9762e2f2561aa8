package dev.valence.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The version of this library and the commit it was built from. */
public final class Version {
    private Version() {}

    /** Version of this library, as the build wrote it. */
    public static String number() {
        return property("version");
    }

    /** The commit this library was built from, with {@code -dirty} where its sources were changed after it. */
    public static String commit() {
        return property("commit");
    }

    /** The beginning of a provenance: what made a model. */
    public static Map<String, Object> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("made_by", "valence " + number());
        provenance.put("commit", commit());
        return provenance;
    }

    private static String property(String name) {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(name);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties is missing from the jar", e);
        }
    }
}
