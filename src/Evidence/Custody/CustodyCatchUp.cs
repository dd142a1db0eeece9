using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// Puts down what a writer that died could not: the rest of files that are closed (or mended after a crash) and not wholly in
/// the custody. Files that a writer has open are left to it.
/// </summary>
public static class CustodyCatchUp
{
    private const string Who = "system:custody";

    /// <summary>Returns the files put down.</summary>
    /// <exception cref="InvalidDataException">A chain is broken: what it says cannot be gone by.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string archive, CustodyFolder custody, TimeProvider time, CancellationToken cancellationToken)
    {
        var ledger = ReadLedger(custody);
        var open = WarcFolder.Files(archive)
            .Where(file => !file.IsOpen && ledger.Deletion(file.Name) is null && (ledger.ClosedLength(file.Name) is null || ledger.CoveredTo(file.Name) < file.Length && ledger.ClosedLength(file.Name) >= file.Length))
            .ToList();
        if (open.Count == 0) return [];
        await using var log = CustodyLog.Open(custody, "custody", time);
        foreach (var file in open) await ClosedFile.PutDownAsync(log, archive, file.Name, ledger.CoveredTo(file.Name), Who, cancellationToken);
        return [.. open.Select(file => file.Name)];
    }

    /// <summary>What all chains say the archive holds.</summary>
    /// <exception cref="InvalidDataException">A chain is broken.</exception>
    public static ArtefactLedger ReadLedger(CustodyFolder custody)
    {
        var ledger = new ArtefactLedger();
        foreach (var writer in custody.Writers())
        {
            using var file = CustodyChain.Open(custody.Chain(writer));
            foreach (var entry in CustodyChain.Read(file))
            {
                if (entry.Line?.Event is { } custodyEvent) ledger.Add(custodyEvent);
                else if (entry.Offset + entry.Length < file.Length) throw new InvalidDataException($"{writer}: bytes {entry.Offset}-{entry.Offset + entry.Length - 1}: {entry.Problem}");
            }
        }

        return ledger;
    }
}
