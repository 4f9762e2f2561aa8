package dev.valence.hub;

import dev.valence.InputException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hub's metadata of one file, from the headers that huggingface_hub reads too.
 *
 * @param uri where it is
 * @param commit the commit the revision stands for
 * @param tag its entity tag, by which the cache names its content
 * @param bytes its size
 */
record HubFile(URI uri, String commit, String tag, long bytes) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 5;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}"); // it becomes the name of a file

    /**
     * Asks the hub.
     *
     * @return empty if the repository has no such file
     * @throws InputException if the hub refuses or says too little
     * @throws IOException if it cannot be reached
     */
    static Optional<HubFile> ask(HubSettings settings, HubRepository repository, String file)
            throws IOException, InterruptedException {
        String root = settings.endpoint().toString().replaceFirst("/+$", "");
        URI uri = URI.create(root + "/" + repository.name() + "/resolve/"
                + repository.revision().replace("/", "%2F") + "/" + file);
        HttpResponse<Void> response = head(settings, uri);
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (response.statusCode() >= 400) {
            throw new InputException(repository + ": required a model that the hub lets you read, found status "
                    + response.statusCode() + " for " + file + "; " + adviceOn(response.statusCode()));
        }
        HttpHeaders headers = response.headers();
        String commit = headers.firstValue("X-Repo-Commit").orElse("");
        String tag = headers.firstValue("X-Linked-Etag")
                .or(() -> headers.firstValue("ETag"))
                .orElse("")
                .replaceFirst("^W/", "")
                .replace("\"", "");
        long bytes = headers.firstValueAsLong("X-Linked-Size")
                .orElse(headers.firstValueAsLong("Content-Length").orElse(-1));
        if (!HubRepository.isCommit(commit) || !TAG.matcher(tag).matches() || bytes < 0) {
            throw new InputException(repository + ": required commit, tag and size of " + file + " from "
                    + settings.endpoint() + ", found not all of them; check HF_ENDPOINT");
        }
        return Optional.of(new HubFile(response.uri(), commit, tag, bytes));
    }

    private static String adviceOn(int status) {
        return switch (status) {
            case UNAUTHORIZED -> "check the name, or set HF_TOKEN to a token that may read it";
            case FORBIDDEN ->
                "accept the model's terms on its page of the hub, and set HF_TOKEN to a token that may read it";
            default -> "try again later";
        };
    }

    /** Returns the headers of a request. */
    static Map<String, String> headers(HubSettings settings) {
        return settings.token().isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + settings.token());
    }

    /**
     * Requests headers and follows redirects within the hub, as for a renamed model; a redirect to the storage of a
     * large file is the answer.
     */
    private static HttpResponse<Void> head(HubSettings settings, URI uri) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        URI at = uri;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .timeout(PATIENCE)
                    .header("Accept-Encoding", "identity");
            headers(settings).forEach(request::header);
            HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
            String location = response.headers().firstValue("Location").orElse("");
            if (response.statusCode() / 100 != 3 || !location.startsWith("/") || location.startsWith("//")) {
                return response;
            }
            at = at.resolve(location);
        }
        throw new IOException("more than " + MOST_REDIRECTS + " redirects");
    }
}
