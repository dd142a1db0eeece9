using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Operations.Configuration;

namespace Ecom389.Monitor.Operations;

/// <summary>Where an installation's evidence is read from: its folder, and the store that finished files are taken to (<c>evidenceStore</c>).</summary>
internal sealed class EvidenceAccess : IDisposable
{
    // A gigabyte goes up in one request.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { Timeout = TimeSpan.FromHours(1) };

    public EvidenceAccess(Installation installation, OperationsConfig config, TimeProvider time)
    {
        Elsewhere = config.EvidenceStore is { } bucket ? new S3Files(_client, bucket.Endpoint, bucket.Bucket, bucket.Prefix, () => Credentials(bucket), time) : null;
        Files = Over(installation, Elsewhere);
    }

    /// <summary>The folder, else the store elsewhere.</summary>
    public IEvidenceFiles Files { get; }

    /// <summary>The store that finished files are taken to, or null.</summary>
    public IEvidenceFiles? Elsewhere { get; }

    /// <summary>The installation's folder, else a store elsewhere.</summary>
    public static IEvidenceFiles Over(Installation installation, IEvidenceFiles? elsewhere)
    {
        var here = new FolderFiles(installation.Evidence);
        return elsewhere is null ? here : new NearestFiles(here, elsewhere);
    }

    /// <summary>As the operations file says.</summary>
    /// <exception cref="Core.InvalidInputException">The file has faults.</exception>
    public static async Task<EvidenceAccess> OpenAsync(Installation installation, string operationsFile, TimeProvider time, CancellationToken cancellationToken) =>
        new(installation, await OperationsConfig.LoadAsync(operationsFile, [], cancellationToken), time);

    public void Dispose() => _client.Dispose();

    private static S3Credentials Credentials(EvidenceBucket bucket)
    {
        var lines = bucket.Credentials.Read().Split('\n', StringSplitOptions.TrimEntries);
        return new(lines[0], lines.Length > 1 ? lines[1] : "", bucket.Region);
    }
}
