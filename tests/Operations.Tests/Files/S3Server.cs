using System.Diagnostics;

namespace Ecom389.Monitor.Operations.Tests.Files;

/// <summary>An S3 server that is not ours (s3rver, from npm) in a folder of its own on loopback. It checks signatures and hashes of bodies.</summary>
internal sealed class S3Server : IDisposable
{
    public const string Bucket = "bang-chung";

    private static readonly string Server = Path.Combine(Repository.Root, "artifacts", "npm", "s3-server", "node_modules", "s3rver", "bin", "s3rver.js");

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private S3Server()
    {
        var start = new ProcessStartInfo("node", [Server, "-d", _folder.Path, "-a", "127.0.0.1", "-p", "0", "--configure-bucket", Bucket]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
    }

    /// <summary>Why there is none, or null.</summary>
    public static string? Missing => File.Exists(Server) ? null : "s3rver is not installed: scripts/s3-server.sh";

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>What the server keeps.</summary>
    public string Folder => _folder.Path;

    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server();
        _ = server._process.StandardError.ReadToEndAsync();
        const string Listening = "listening on ";
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(Listening, StringComparison.Ordinal)) continue;
            server.Endpoint = new Uri("http://" + line.Split(Listening)[1].Trim());
            _ = server._process.StandardOutput.ReadToEndAsync();
            return server;
        }

        throw new InvalidOperationException("s3rver ended by itself");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}

/// <summary>A test against an S3 server; skipped, visibly, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute() => Skip = S3Server.Missing;
}
