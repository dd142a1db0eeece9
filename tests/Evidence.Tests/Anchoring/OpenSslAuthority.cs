using System.Diagnostics;
using System.Net;

namespace Ecom389.Monitor.Evidence.Tests.Anchoring;

/// <summary>A time-stamp authority on loopback: OpenSSL's own, one process an answer.</summary>
internal sealed class OpenSslAuthority : IDisposable
{
    private readonly string _folder;
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private OpenSslAuthority(string folder, int port)
    {
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}/tsr");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The root's certificate, PEM.</summary>
    public string Root => Path.Combine(_folder, "ca.pem");

    /// <param name="folder">For keys and certificates.</param>
    /// <param name="newKey">As <c>openssl req -newkey</c> takes it.</param>
    public static OpenSslAuthority Start(string folder, params string[] newKey)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tsa.cnf"), """
            [req]
            distinguished_name = dn
            [dn]
            [ca]
            basicConstraints = critical,CA:TRUE
            [signer]
            extendedKeyUsage = critical,timeStamping
            [tsa]
            default_tsa = it
            [it]
            serial = serial
            crypto_device = builtin
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """);
        File.WriteAllText(Path.Combine(folder, "serial"), "01\n");
        OpenSsl(folder, ["req", "-x509", "-newkey", .. newKey, "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", "/CN=Goc thu nghiem", "-config", "tsa.cnf", "-extensions", "ca"]);
        OpenSsl(folder, ["req", "-newkey", .. newKey, "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=To chuc cap dau thu nghiem", "-config", "tsa.cnf"]);
        OpenSsl(folder, ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "3650", "-extfile", "tsa.cnf", "-extensions", "signer"]);
        for (var port = 40_000 + Random.Shared.Next(20_000); ; port++)
        {
            try
            {
                return new OpenSslAuthority(folder, port);
            }
            catch (HttpListenerException)
            {
                // Somebody has this port.
            }
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        ((IAsyncResult)_serving).AsyncWaitHandle.WaitOne();
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                await using (var query = File.Create(Path.Combine(_folder, "q.tsq"))) await context.Request.InputStream.CopyToAsync(query);
                OpenSsl(_folder, ["ts", "-reply", "-config", "tsa.cnf", "-section", "it", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "r.tsr"]);
                context.Response.ContentType = "application/timestamp-reply";
                await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(_folder, "r.tsr")));
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private static void OpenSsl(string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(error.Result);
    }
}
