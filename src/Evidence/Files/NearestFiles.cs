namespace Ecom389.Monitor.Evidence.Files;

/// <summary>Reads from the first store that has a file: the machine's own folder, then where finished files were taken.</summary>
public sealed class NearestFiles : IEvidenceFiles
{
    private readonly IReadOnlyList<IEvidenceFiles> _stores;

    /// <param name="stores">Nearest first; kept is in the last.</param>
    public NearestFiles(params IReadOnlyList<IEvidenceFiles> stores) => _stores = stores;

    public Task KeepAsync(string path, string sha256, CancellationToken cancellationToken) => _stores[^1].KeepAsync(path, sha256, cancellationToken);

    public async Task<EvidenceFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var store in _stores)
            if (await store.FindAsync(name, cancellationToken) is { } found) return found;
        return null;
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var store in _stores) await store.DeleteAsync(name, cancellationToken);
    }

    public Stream OpenRead(string name)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return _stores[i].OpenRead(name);
            }
            catch (FileNotFoundException) when (i < _stores.Count - 1)
            {
                // The next one may have it.
            }
        }
    }
}
