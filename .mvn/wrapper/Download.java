import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What mvnw falls back to where the machine has no curl, no wget or no SHA-512 tool: a JDK is always there. Run from its
 * source: {@code java Download.java fetch ADDRESS FILE} or {@code java Download.java sha512 FILE}.
 */
final class Download {
    private Download() {}

    public static void main(String[] arguments) throws Exception {
        try {
            switch (arguments[0]) {
                case "fetch" -> fetch(URI.create(arguments[1]), Path.of(arguments[2]));
                case "sha512" -> System.out.println(sha512(Path.of(arguments[1])));
                default -> throw new IllegalArgumentException("neither fetch nor sha512: " + arguments[0]);
            }
        } catch (IOException failure) {
            System.err.println("java: " + failure);
            System.exit(1);
        }
    }

    private static void fetch(URI address, Path file) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        // A server that accepts and then says nothing must not hold the build for ever.
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(5)).build();
        int status = client.send(request, HttpResponse.BodyHandlers.ofFile(file)).statusCode();
        if (status != 200) {
            throw new IOException("the server answered " + status);
        }
    }

    private static String sha512(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-512");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
