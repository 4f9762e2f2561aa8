package dev.valence.maven;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.NoTransporterException;

/** Maven's resolver with transporters that resume. */
final class ResumingRepositorySystem extends RepositorySystemSupplier {
    @Override
    protected Map<String, TransporterFactory> createTransporterFactories() {
        Map<String, TransporterFactory> factories = new LinkedHashMap<>();
        super.createTransporterFactories().forEach((name, factory) -> factories.put(name, new Factory(factory)));
        return factories;
    }

    private record Factory(TransporterFactory factory) implements TransporterFactory {
        @Override
        public Transporter newInstance(RepositorySystemSession session, RemoteRepository repository)
                throws NoTransporterException {
            return new ResumingTransporter(
                    factory.newInstance(session, repository),
                    session.getLocalRepository().getBasePath());
        }

        @Override
        public float getPriority() {
            return factory.getPriority();
        }
    }
}
