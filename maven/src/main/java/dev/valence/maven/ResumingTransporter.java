package dev.valence.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.PeekTask;
import org.eclipse.aether.spi.connector.transport.PutTask;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.http.HttpTransporterException;

/**
 * A transporter that continues interrupted downloads of jars. Maven's transporters can request the rest of a file, but
 * its connector gives them a new file every time; here the received bytes are kept in the local repository, under the
 * jar's name and {@code .part}, until all is there.
 */
final class ResumingTransporter implements Transporter {
    private static final int RANGE_NOT_SATISFIABLE = 416;
    /** Maximum bytes of an artifact. */
    private static final long MOST_BYTES = 8L << 30;
    /** Maximum bytes of transfers in memory: checksums. */
    private static final long MOST_BYTES_IN_MEMORY = 1 << 20;

    private final Transporter transporter;
    private final Path repository;

    /**
     * @param transporter who transports
     * @param repository the local one
     */
    ResumingTransporter(Transporter transporter, Path repository) {
        this.transporter = transporter;
        this.repository = repository;
    }

    @Override
    public void get(GetTask task) throws Exception {
        Path whole = task.getDataPath();
        // a server need not say how much it will send
        task.setListener(new BoundedListener(task.getListener(), whole == null ? MOST_BYTES_IN_MEMORY : MOST_BYTES));
        if (whole == null || !task.getLocation().getPath().endsWith(".jar")) {
            transporter.get(task);
            return;
        }
        Path part = repository.resolve(task.getLocation().getPath() + ".part");
        Files.createDirectories(part.getParent());
        try {
            fetch(task, whole, part);
        } catch (HttpTransporterException e) {
            if (e.getStatusCode() != RANGE_NOT_SATISFIABLE) {
                throw e;
            }
            Files.delete(part); // no beginning of what is there now
            fetch(task, whole, part);
        }
        Files.delete(part);
    }

    private void fetch(GetTask task, Path whole, Path part) throws Exception {
        boolean resume = Files.exists(part);
        if (resume) {
            Files.copy(part, whole, StandardCopyOption.REPLACE_EXISTING);
        }
        try (PartKeeper keeper = new PartKeeper(task.getListener(), part)) {
            GetTask resuming = new GetTask(task.getLocation()).setDataPath(whole, resume);
            transporter.get(resuming.setListener(keeper));
            resuming.getChecksums().forEach(task::setChecksum);
        }
    }

    @Override
    public int classify(Throwable error) {
        return transporter.classify(error);
    }

    @Override
    public void peek(PeekTask task) throws Exception {
        transporter.peek(task);
    }

    @Override
    public void put(PutTask task) throws Exception {
        transporter.put(task);
    }

    @Override
    public void close() {
        transporter.close();
    }
}
