using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Files;

/// <summary>What was done.</summary>
/// <param name="Kept">Files taken to the store now.</param>
/// <param name="Deleted">Files deleted there now, as they were here when their time was over.</param>
/// <param name="Problems">What could not be done, each with its file; tried again the next time.</param>
public sealed record TransferOutcome(IReadOnlyList<string> Kept, IReadOnlyList<string> Deleted, IReadOnlyList<string> Problems);

/// <summary>
/// Takes finished files of an archive's folder to a store elsewhere, and deletes there what retention deleted here. A mark beside
/// each file (<c>.kept</c>) says that the store has it, so that a night asks for new ones only. A file that is merely gone here is
/// never deleted there: only one whose deletion stands in the chain of custody.
/// </summary>
public sealed class EvidenceTransfer
{
    /// <summary>Stands beside a file that the store has, and holds its hash.</summary>
    public const string KeptMark = ".kept";

    private readonly string _archive;
    private readonly CustodyFolder _custody;
    private readonly IEvidenceFiles _store;

    public EvidenceTransfer(string archive, CustodyFolder custody, IEvidenceFiles store)
    {
        (_archive, _custody, _store) = (archive, custody, store);
    }

    /// <exception cref="InvalidDataException">A chain is broken: what it says was deleted cannot be gone by.</exception>
    public async Task<TransferOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var (kept, deleted, problems) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var file in WarcFolder.Files(_archive).Where(file => !file.IsOpen && !File.Exists(MarkOf(file.Name))))
            await TryAsync(file.Name, kept, KeepAsync);
        var ledger = new Lazy<ArtefactLedger>(() => CustodyCatchUp.ReadLedger(_custody));
        foreach (var mark in Directory.Exists(_archive) ? Directory.GetFiles(_archive, "*" + KeptMark) : [])
        {
            var name = Path.GetFileName(mark)[..^KeptMark.Length];
            if (!File.Exists(Path.Combine(_archive, name)) && ledger.Value.Deletion(name) is not null) await TryAsync(name, deleted, DeleteAsync);
        }

        return new(kept, deleted, problems);

        async Task TryAsync(string name, List<string> done, Func<string, CancellationToken, Task> work)
        {
            try
            {
                await work(name, cancellationToken);
                done.Add(name);
            }
            catch (IOException problem)
            {
                problems.Add($"{name}: {problem.Message}");
            }
        }
    }

    private async Task KeepAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_archive, name);
        var hash = await FolderFiles.HashAsync(path, cancellationToken);
        await _store.KeepAsync(path, hash, cancellationToken);
        PublicFiles.Replace(MarkOf(name), System.Text.Encoding.ASCII.GetBytes(hash + "\n"));
    }

    private async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(name, cancellationToken);
        File.Delete(MarkOf(name));
    }

    private string MarkOf(string name) => Path.Combine(_archive, name + KeptMark);
}
