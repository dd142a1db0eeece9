using System.Globalization;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>How the bytes of the archive are read again.</summary>
public sealed record RehashOptions
{
    /// <summary>Bytes a second at most, so that a night's scan keeps its disk; null for as fast as it goes.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Where it is kept how far the reading got, to go on there; null begins anew and keeps nothing.</summary>
    public string? ProgressFile { get; init; }

    /// <summary>Told bytes read and bytes in all.</summary>
    public IProgress<(long Read, long Total)>? Progress { get; init; }

    /// <summary>Only these ranges; null for all.</summary>
    public Func<CustodyArtefact, bool>? Only { get; init; }
}

/// <summary>
/// Reads every range that the custody speaks of and compares its hash. Resumes after the last file finished; holds a rate; a
/// broken file does not end it.
/// </summary>
internal sealed class Rehash
{
    private readonly string _folder;
    private readonly TimeProvider _time;

    public Rehash(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
    }

    public async Task RunAsync(ArtefactLedger ledger, RehashOptions options, VerificationReport report, CancellationToken cancellationToken)
    {
        var files = ledger.Files().Select(entry => (entry.File, Ranges: entry.Ranges.Where(range => options.Only?.Invoke(range.Artefact) ?? true).ToList())).Where(entry => entry.Ranges.Count > 0).ToList();
        var total = files.Sum(entry => entry.Ranges.Sum(range => range.Artefact.Length));
        var done = ReadProgress(options.ProgressFile);
        long read = 0;
        var started = _time.GetTimestamp();
        foreach (var (file, ranges) in files)
        {
            var size = ranges.Sum(range => range.Artefact.Length);
            if (done is not null && string.CompareOrdinal(file, done) <= 0)
            {
                total -= size;
                continue;
            }

            var faults = report.Faults.Count;
            await CheckFileAsync(file, ranges, ledger, report, async bytes =>
            {
                read += bytes;
                options.Progress?.Report((read, total));
                await HoldRateAsync(read, started, options.BytesPerSecond, cancellationToken);
            }, cancellationToken);
            // A file with a fault is read again next time: nobody is to overlook it because a reading was cut off.
            if (options.ProgressFile is not null && report.Faults.Count == faults) WriteProgress(options.ProgressFile, file);
        }

        if (options.ProgressFile is not null) File.Delete(options.ProgressFile);
    }

    private async Task CheckFileAsync(string file, List<LedgerEntry> ranges, ArtefactLedger ledger, VerificationReport report, Func<long, ValueTask> read, CancellationToken cancellationToken)
    {
        var info = new FileInfo(Path.Combine(_folder, file));
        if (ledger.Deletion(file) is { } deletion)
        {
            if (info.Exists) report.Add(FaultKind.WrongProof, file, $"is here although {deletion} says it was deleted");
            else report.Count(CheckedSubjects.Tombstones);
            return;
        }

        if (!info.Exists)
        {
            report.Add(FaultKind.MissingFile, file, $"{ranges[0].Event} speaks of it and no deletion was put down");
            return;
        }

        report.Count(CheckedSubjects.Files);
        foreach (var range in ranges)
        {
            var artefact = range.Artefact;
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}: bytes {artefact.Offset}-{artefact.Offset + artefact.Length - 1}");
            try
            {
                var now = await ArtefactHash.OfAsync(_folder, file, artefact.Offset, artefact.Length, cancellationToken);
                if (now.Sha256 != artefact.Sha256) report.Add(FaultKind.BrokenBytes, place, $"SHA-256 is {now.Sha256}, {range.Event} put down {artefact.Sha256}");
                else report.Count(range.Event.Entry.What == CustodyActions.Deleted ? CheckedSubjects.Tombstones : CheckedSubjects.Artefacts);
            }
            catch (EndOfStreamException)
            {
                report.Add(FaultKind.BrokenBytes, place, string.Create(CultureInfo.InvariantCulture, $"the file ends at byte {info.Length}; {range.Event} speaks of these"));
            }

            report.Count(CheckedSubjects.Bytes, artefact.Length);
            await read(artefact.Length);
        }

        var covered = ledger.CoveredTo(file);
        if (ledger.ClosedLength(file) is { } closed && info.Length > closed)
            report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{file}: bytes {closed}-{info.Length - 1}"), "were added after the file was closed");
        else if (covered < info.Length)
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{file}: bytes {covered}-{info.Length - 1} are not in the custody yet"));
    }

    private async ValueTask HoldRateAsync(long read, long started, long? rate, CancellationToken cancellationToken)
    {
        if (rate is not { } bytesPerSecond) return;
        var ahead = TimeSpan.FromSeconds((double)read / bytesPerSecond) - _time.GetElapsedTime(started);
        if (ahead > TimeSpan.Zero) await Task.Delay(ahead, _time, cancellationToken);
    }

    private static string? ReadProgress(string? file)
    {
        if (file is null || !File.Exists(file)) return null;
        try
        {
            return CanonicalJson.ReadObject(File.ReadAllBytes(file))["file"]?.GetValue<string>();
        }
        catch (InvalidDataException)
        {
            // How far it got is no evidence: begin anew.
            return null;
        }
    }

    private static void WriteProgress(string path, string file) => PublicFiles.Replace(path, CanonicalJson.Write(new JsonObject { ["file"] = file }));
}
