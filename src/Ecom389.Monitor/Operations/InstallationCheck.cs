using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Verification;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations;

/// <summary>
/// The store checker: structure of the database, invariants of its records, and whether the evidence they refer to is there; with
/// <c>deep</c> every byte of it, and every capture's body compared with what the store took in. Changes nothing.
/// </summary>
internal static class InstallationCheck
{
    private const string Evidence = "evidence-is-there";
    private const string Bytes = "evidence-bytes";
    private const string Bodies = "evidence-bodies";
    private const int Part = 1000;

    /// <summary>Of an installation whose evidence is in its folder alone.</summary>
    public static Task<StoreCheckReport> RunAsync(Installation installation, MonitorServices services, bool deep, TimeProvider time, CancellationToken cancellationToken) =>
        RunAsync(installation, services, elsewhere: null, deep, time, cancellationToken);

    /// <param name="installation">What is checked.</param>
    /// <param name="services">Its store.</param>
    /// <param name="elsewhere">The store that finished files are taken to, or null: a file that the folder has lost and it has is there.</param>
    /// <param name="deep">Whether the evidence is read.</param>
    /// <param name="time">Holds rates.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<StoreCheckReport> RunAsync(Installation installation, MonitorServices services, IEvidenceFiles? elsewhere, bool deep, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = await services.Store.Care.CheckAsync(cancellationToken);
        var (names, faults) = (store.Checked.Append(Evidence).ToList(), store.Faults.ToList());
        ArtefactLedger? deleted = null;
        try
        {
            if (Directory.Exists(installation.Custody)) deleted = CustodyCatchUp.ReadLedger(new CustodyFolder(installation.Custody));
        }
        catch (InvalidDataException broken)
        {
            faults.Add(new(Evidence, "chuỗi lưu giữ hỏng / the chain of custody is broken: " + broken.Message));
        }

        foreach (var need in await services.Store.Care.ArchiveNeedsAsync(cancellationToken))
        {
            var file = new FileInfo(Path.Combine(installation.Evidence, need.File));
            if (!file.Exists && deleted?.Deletion(need.File) is not null) continue;
            var length = file.Exists ? file.Length : elsewhere is null ? null : (await elsewhere.FindAsync(need.File, cancellationToken))?.Length;
            if (length is null) faults.Add(new(Evidence, $"{need.File}: không có / is not there"));
            else if (length < need.Length) faults.Add(new(Evidence, $"{need.File}: {length} byte, kho nói {need.Length} / bytes, the store refers to {need.Length}"));
        }

        if (!deep || !Directory.Exists(installation.Evidence)) return new(names, faults);
        names.Add(Bytes);
        var files = EvidenceAccess.Over(installation, elsewhere);
        var verified = await new StoreVerifier(installation.Evidence, files, new CustodyFolder(installation.Custody), time).RunAsync(new TrustOptions(), new RehashOptions(), cancellationToken);
        faults.AddRange(verified.Faults.Select(fault => new StoreFault(Bytes, $"{fault.Place}: {fault.Detail}")));
        names.Add(Bodies);
        if (deleted is not null) faults.AddRange((await BodiesAsync(installation, files, services.Store.Care, deleted, cancellationToken)).Select(fault => new StoreFault(Bodies, $"{fault.Place}: {fault.Detail}")));
        return new(names, faults);
    }

    private static async Task<IReadOnlyList<Fault>> BodiesAsync(Installation installation, IEvidenceFiles files, IStoreCare care, ArtefactLedger ledger, CancellationToken cancellationToken)
    {
        var check = new BodyCheck(installation.Evidence, files, ledger);
        var report = new VerificationReport();
        for (var captures = await care.CapturesAsync(0, Part, cancellationToken); captures.Count > 0; captures = await care.CapturesAsync(captures[^1].Position, Part, cancellationToken))
            foreach (var capture in captures) await check.RunAsync(capture.Capture, report, cancellationToken);
        return report.Faults;
    }
}
