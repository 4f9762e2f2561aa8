package dev.valence.maven;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * Resolution of artifacts with Maven's own resolver, in the user's local repository first. An interrupted download is
 * continued.
 *
 * <p>Thread-safe.
 */
final class MavenArtifactResolver {
    private static final String LAYOUT = "default";
    private static final RepositoryPolicy CHECKED =
            new RepositoryPolicy(true, RepositoryPolicy.UPDATE_POLICY_DAILY, RepositoryPolicy.CHECKSUM_POLICY_FAIL);
    private static final RemoteRepository CENTRAL = new RemoteRepository.Builder(
                    "central", LAYOUT, "https://repo.maven.apache.org/maven2")
            .setPolicy(CHECKED)
            .build();

    /**
     * Finds an artifact in the user's local repository, or fetches it into that.
     *
     * @param coordinates {@code GROUP:ARTIFACT:VERSION}, or {@code GROUP:ARTIFACT:EXTENSION[:CLASSIFIER]:VERSION}
     * @param progress told while bytes come
     * @return the file, its checksum verified where it was fetched
     * @throws InputException if the coordinates or the settings are wrong, or no repository has the artifact
     */
    Path resolve(String coordinates, MavenSettings maven, Progress progress) {
        Artifact artifact = artifact(coordinates);
        Settings settings = SettingsFile.read(maven);
        RepositorySystem system = new ResumingRepositorySystem().get();
        try (CloseableSession session = session(system, settings, maven, progress)) {
            List<RemoteRepository> repositories = system.newResolutionRepositories(session, repositories(settings));
            return system.resolveArtifact(session, new ArtifactRequest(artifact, repositories, null))
                    .getArtifact()
                    .getPath();
        } catch (ArtifactResolutionException e) {
            throw new InputException(
                    "maven:" + coordinates + ": required an artifact in the local repository or one of the remote ones,"
                            + " found none: " + OneLine.of(e)
                            + "; check the coordinates, the network and ~/.m2/settings.xml",
                    e);
        } finally {
            system.shutdown();
        }
    }

    private static Artifact artifact(String coordinates) {
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "maven:" + coordinates + ": required GROUP:ARTIFACT:VERSION, found " + OneLine.of(e)
                            + "; give the artifact so",
                    e);
        }
    }

    private static CloseableSession session(
            RepositorySystem system, Settings settings, MavenSettings maven, Progress progress) {
        SessionBuilder session = new SessionBuilderSupplier(system).get();
        String local = settings.getLocalRepository();
        session.withLocalRepositoryBaseDirectories(
                local == null ? maven.home().resolve(".m2").resolve("repository") : Path.of(local));
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        session.setSystemProperties(properties);
        session.setOffline(settings.isOffline());
        session.setMirrorSelector(mirrors(settings));
        session.setProxySelector(proxies(settings));
        session.setAuthenticationSelector(servers(settings));
        session.setTransferListener(new TransferProgress(progress));
        return session.build();
    }

    private static DefaultMirrorSelector mirrors(Settings settings) {
        DefaultMirrorSelector selector = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            selector.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        return selector;
    }

    private static DefaultProxySelector proxies(Settings settings) {
        DefaultProxySelector selector = new DefaultProxySelector();
        for (Proxy proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                Authentication authentication = new AuthenticationBuilder()
                        .addUsername(proxy.getUsername())
                        .addPassword(proxy.getPassword())
                        .build();
                selector.add(
                        new org.eclipse.aether.repository.Proxy(
                                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), authentication),
                        proxy.getNonProxyHosts());
            }
        }
        return selector;
    }

    private static DefaultAuthenticationSelector servers(Settings settings) {
        DefaultAuthenticationSelector selector = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            AuthenticationBuilder authentication = new AuthenticationBuilder();
            authentication.addUsername(server.getUsername()).addPassword(server.getPassword());
            authentication.addPrivateKey(server.getPrivateKey(), server.getPassphrase());
            selector.add(server.getId(), authentication.build());
        }
        return selector;
    }

    /** Returns the repositories of active profiles in settings.xml, then Maven Central. */
    private static List<RemoteRepository> repositories(Settings settings) {
        List<RemoteRepository> repositories = new ArrayList<>();
        for (Profile profile : settings.getProfiles()) {
            boolean byDefault =
                    profile.getActivation() != null && profile.getActivation().isActiveByDefault();
            if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
                for (Repository repository : profile.getRepositories()) {
                    repositories.add(new RemoteRepository.Builder(repository.getId(), LAYOUT, repository.getUrl())
                            .setPolicy(CHECKED)
                            .build());
                }
            }
        }
        if (repositories.stream().noneMatch(repository -> repository.getId().equals(CENTRAL.getId()))) {
            repositories.add(CENTRAL);
        }
        return repositories;
    }
}
