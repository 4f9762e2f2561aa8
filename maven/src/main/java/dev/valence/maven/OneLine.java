package dev.valence.maven;

/** Messages of Maven's exceptions, joined to one line. */
final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    static String of(Throwable e) {
        String message =
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
