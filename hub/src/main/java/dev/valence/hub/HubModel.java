package dev.valence.hub;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.StoredTokenizer;
import dev.valence.internal.tokenize.WordPieceVocabulary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fetches a model from the hub into the cache of Python's huggingface_hub, as that would: contents in {@code blobs} under
 * their entity tags, links to them in {@code snapshots/COMMIT}, the commit of a branch in {@code refs}. What one of the two
 * has fetched the other does not fetch again.
 */
final class HubModel {
    private static final String CONFIG = "config.json";
    /** Maximum bytes of all files together, twice what the engine can hold. */
    private static final long MOST_BYTES = 16L << 30;

    private final HubSettings settings;
    private final HubRepository repository;
    private final Path folder;
    private final Function<String, Progress> progress;
    private long announced; // bytes of the files so far

    private HubModel(HubSettings settings, HubRepository repository, Function<String, Progress> progress) {
        this.settings = settings;
        this.repository = repository;
        this.folder = settings.cache().resolve(repository.folder());
        this.progress = progress;
    }

    /**
     * Fetches configuration, safetensors and tokenizer of a model, as far as they are not there.
     *
     * @param name {@code ORG/NAME} or {@code ORG/NAME@REVISION}
     * @param progress makes a display for the file of that name
     * @return the snapshot; its tokenizer may be a {@code vocab.txt} only
     * @throws InputException if there is no such model, it has no safetensors, or it cannot be fetched
     * @throws IOException if the cache cannot be read or written
     */
    static Path fetch(String name, HubSettings settings, Function<String, Progress> progress) throws IOException {
        HubModel model = new HubModel(settings, HubRepository.parse(name), progress);
        return settings.offline() ? model.cached("HF_HUB_OFFLINE is set") : model.fetch();
    }

    /** Returns the name of a model with the commit of its snapshot as revision. */
    static String pinned(String name, Path snapshot) {
        return HubRepository.parse(name).name() + "@" + snapshot.getFileName();
    }

    private Path fetch() throws IOException {
        Optional<HubFile> config;
        try {
            config = ask(repository, CONFIG);
        } catch (ConnectException | HttpTimeoutException e) {
            return cached("no connection to " + settings.endpoint());
        }
        HubRepository pinned =
                repository.at(config.orElseThrow(() -> missing(CONFIG)).commit());
        Path snapshot = folder.resolve("snapshots").resolve(pinned.revision());
        get(config.get(), snapshot, CONFIG);
        fetchWeights(pinned, snapshot);
        if (!find(pinned, snapshot, HuggingFaceTokenizer.FILE_NAME)
                && !find(pinned, snapshot, WordPieceVocabulary.FILE_NAME)) {
            throw missing(HuggingFaceTokenizer.FILE_NAME + " or " + WordPieceVocabulary.FILE_NAME);
        }
        for (String name : StoredTokenizer.COMPANIONS) {
            find(pinned, snapshot, name);
        }
        writeReference(pinned.revision());
        return snapshot;
    }

    private void fetchWeights(HubRepository pinned, Path snapshot) throws IOException {
        if (find(pinned, snapshot, SafetensorsDirectory.FILE_NAME)) {
            return;
        }
        if (!find(pinned, snapshot, SafetensorsDirectory.INDEX_NAME)) {
            throw missing(SafetensorsDirectory.FILE_NAME);
        }
        for (String shard : SafetensorsDirectory.shardNames(snapshot.resolve(SafetensorsDirectory.INDEX_NAME))) {
            if (!find(pinned, snapshot, shard)) {
                throw missing(shard);
            }
        }
    }

    /** Fetches a file; false if the repository has none of that name. */
    private boolean find(HubRepository pinned, Path snapshot, String name) throws IOException {
        if (Files.exists(snapshot.resolve(name))) {
            return true;
        }
        Optional<HubFile> file;
        try {
            file = ask(pinned, name);
        } catch (ConnectException | HttpTimeoutException e) { // it was there a moment ago
            throw unanswered(e);
        }
        if (file.isPresent()) {
            get(file.get(), snapshot, name);
        }
        return file.isPresent();
    }

    private Optional<HubFile> ask(HubRepository at, String name) throws IOException {
        try {
            return HubFile.ask(settings, at, name);
        } catch (ConnectException | HttpTimeoutException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking for " + name);
        } catch (IOException e) {
            throw unanswered(e);
        }
    }

    private InputException unanswered(IOException e) {
        return new InputException(
                repository + ": required an answer from " + settings.endpoint() + ", found " + e
                        + "; try again later, or check HF_ENDPOINT",
                e);
    }

    private void get(HubFile file, Path snapshot, String name) throws IOException {
        Path link = snapshot.resolve(name);
        if (Files.exists(link)) {
            return;
        }
        if (file.bytes() > MOST_BYTES - announced) {
            throw new InputException(repository + ": required files of at most " + MOST_BYTES
                    + " bytes together, found " + name + " of " + file.bytes() + "; choose a smaller model");
        }
        announced += file.bytes();
        Path blob = folder.resolve("blobs").resolve(file.tag());
        if (!Files.exists(blob)) {
            Path part = blob.resolveSibling(file.tag() + ".incomplete");
            new KnownContent(file.bytes(), file.tag())
                    .fetch(file.uri(), HubFile.headers(settings), part, blob, progress.apply(name));
        }
        Files.createDirectories(snapshot);
        Files.deleteIfExists(link); // one that leads nowhere
        link(snapshot, name, blob);
    }

    private static void link(Path snapshot, String name, Path blob) throws IOException {
        Path link = snapshot.resolve(name);
        try {
            Files.createSymbolicLink(link, snapshot.relativize(blob));
        } catch (FileAlreadyExistsException e) { // another process was faster
            return;
        } catch (IOException | UnsupportedOperationException e) { // as on Windows without the right to make links
            try (WholeFile copy = new WholeFile(link)) {
                Files.copy(blob, copy.draft(), StandardCopyOption.REPLACE_EXISTING);
                copy.commit();
            }
        }
    }

    private void writeReference(String commit) throws IOException {
        if (!repository.isCommit()) {
            Path reference = folder.resolve("refs").resolve(repository.revision());
            if (Files.exists(reference) && Files.readString(reference).strip().equals(commit)) {
                return; // the cache may be one that cannot be written to
            }
            Files.createDirectories(reference.getParent());
            try (WholeFile fresh = new WholeFile(reference)) {
                Files.writeString(fresh.draft(), commit);
                fresh.commit();
            }
        }
    }

    /** Returns the cached snapshot; throws if there is none. */
    private Path cached(String why) throws IOException {
        Path reference = folder.resolve("refs").resolve(repository.revision());
        String commit = repository.isCommit()
                ? repository.revision()
                : Files.isRegularFile(reference) ? Files.readString(reference).strip() : "";
        Path snapshot = folder.resolve("snapshots").resolve(commit);
        if (!HubRepository.isCommit(commit) || !Files.exists(snapshot.resolve(CONFIG))) {
            throw new InputException(repository + ": required the model in " + folder + " because " + why
                    + ", found none; fetch it once with a network and without HF_HUB_OFFLINE");
        }
        return snapshot;
    }

    private InputException missing(String file) {
        return new InputException(repository + ": required " + file
                + ", found none in the repository; check the name and the revision, or choose a model that has it");
    }
}
