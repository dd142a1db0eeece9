using System.Globalization;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;

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
    private readonly IEvidenceFiles _files;
    private readonly TimeProvider _time;

    public Rehash(string folder, IEvidenceFiles files, TimeProvider time)
    {
        _folder = folder;
        _files = files;
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
        if (ledger.Deletion(file) is { } deletion)
        {
            // The store elsewhere follows at the next seal (EvidenceTransfer): a deletion is judged where it was made.
            if (File.Exists(Path.Combine(_folder, file))) report.Add(FaultKind.WrongProof, file, $"is here although {deletion} says it was deleted");
            else report.Count(CheckedSubjects.Tombstones);
            return;
        }

        using var bytes = TryOpen(file);
        if (bytes is null)
        {
            report.Add(FaultKind.MissingFile, file, $"{ranges[0].Event} speaks of it and no deletion was put down");
            return;
        }

        var there = bytes.Length;
        report.Count(CheckedSubjects.Files);
        foreach (var range in ranges)
        {
            var artefact = range.Artefact;
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}: bytes {artefact.Offset}-{artefact.Offset + artefact.Length - 1}");
            try
            {
                var now = ArtefactHash.Of(bytes, artefact.Offset, artefact.Length, cancellationToken);
                if (now != artefact.Sha256) report.Add(FaultKind.BrokenBytes, place, $"SHA-256 is {now}, {range.Event} put down {artefact.Sha256}");
                else report.Count(range.Event.Entry.What == CustodyActions.Deleted ? CheckedSubjects.Tombstones : CheckedSubjects.Artefacts);
            }
            catch (EndOfStreamException)
            {
                report.Add(FaultKind.BrokenBytes, place, string.Create(CultureInfo.InvariantCulture, $"the file ends at byte {there}; {range.Event} speaks of these"));
            }

            report.Count(CheckedSubjects.Bytes, artefact.Length);
            await read(artefact.Length);
        }

        var covered = ledger.CoveredTo(file);
        if (ledger.ClosedLength(file) is { } closed && there > closed)
            report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{file}: bytes {closed}-{there - 1}"), "were added after the file was closed");
        else if (covered < there)
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{file}: bytes {covered}-{there - 1} are not in the custody yet"));
    }

    private Stream? TryOpen(string file)
    {
        try
        {
            return _files.OpenRead(file);
        }
        catch (Exception none) when (none is FileNotFoundException or InvalidDataException)
        {
            // A name that no archive gives its files is of none of them.
            return null;
        }
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
