package dev.valence.maven;

/** The message of an exception of Maven's, which may take several lines, for one of ours, which may not. */
final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    static String of(Throwable e) {
        String message =
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
