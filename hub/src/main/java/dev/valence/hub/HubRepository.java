package dev.valence.hub;

import dev.valence.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on the hub.
 *
 * @param name {@code ORG/NAME}, or {@code NAME} for the oldest ones
 * @param revision a branch, a tag or a commit
 */
record HubRepository(String name, String revision) {
    private static final Pattern FORM = Pattern.compile(
            "((?:\\w[\\w.-]{0,95}/)?\\w[\\w.-]{0,95})(?:@(\\w[\\w.-]{0,95}(?:/\\w[\\w.-]{0,95}){0,5}))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    static HubRepository parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InputException("hf:" + text
                    + ": required hf:ORG/NAME or hf:ORG/NAME@REVISION, found something else; give the model so");
        }
        return new HubRepository(form.group(1), form.group(2) == null ? "main" : form.group(2));
    }

    boolean isCommit() {
        return COMMIT.matcher(revision).matches();
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** Name of its folder in the cache. */
    String folder() {
        return "models--" + name.replace("/", "--");
    }

    HubRepository at(String commit) {
        return new HubRepository(name, commit);
    }

    @Override
    public String toString() {
        return "hf:" + name + "@" + revision;
    }
}
