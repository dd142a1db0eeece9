using System.Globalization;
using System.Security.Cryptography;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Retention;

/// <summary>What a run of the retention did, or would do.</summary>
/// <param name="Deleted">Captures whose records became tombstones.</param>
/// <param name="Pinned">Past their time, kept because a revisit that is kept needs them.</param>
/// <param name="FilesDeleted">Files in which nothing was left.</param>
/// <param name="Problems">Captures that could not be deleted, with the reason.</param>
public sealed record RetentionOutcome(IReadOnlyList<Guid> Deleted, IReadOnlyList<Guid> Pinned, IReadOnlyList<string> FilesDeleted, IReadOnlyList<string> Problems);

/// <summary>
/// Deletes what has been kept long enough: each record becomes a tombstone of its own length, after the chain of custody was
/// told what is deleted, why, and what stands there instead. A file in which nothing is left is deleted whole.
/// </summary>
public sealed class RetentionJob
{
    private const string Who = "system:retention";

    private readonly string _archive;
    private readonly CustodyFolder _custody;
    private readonly RetentionRules _rules;
    private readonly TimeProvider _time;

    public RetentionJob(string archive, CustodyFolder custody, RetentionRules rules, TimeProvider time)
    {
        _archive = archive;
        _custody = custody;
        _rules = rules;
        _time = time;
    }

    /// <param name="captures">All captures there are: what is not named is never deleted.</param>
    /// <param name="dryRun">Says what would be done and does nothing.</param>
    /// <param name="cancellationToken">Ends between two captures.</param>
    /// <exception cref="InvalidDataException">A chain of custody is broken: nothing is deleted.</exception>
    public async Task<RetentionOutcome> RunAsync(IReadOnlyList<RetainedCapture> captures, bool dryRun, CancellationToken cancellationToken)
    {
        var ledger = CustodyCatchUp.ReadLedger(_custody);
        var now = _time.GetUtcNow();
        var (due, kept) = (new List<(RetainedCapture Capture, string Reason)>(), new List<RetainedCapture>());
        foreach (var capture in captures)
        {
            if (Reason(capture, now) is { } reason) due.Add((capture, reason));
            else kept.Add(capture);
        }

        // An unchanged body is kept once: whoever still has the same body may refer to the first record of it.
        var needed = kept.Select(capture => capture.Capture.BodySha256).ToHashSet(StringComparer.Ordinal);
        var pinned = due.Where(entry => needed.Contains(entry.Capture.Capture.BodySha256)).Select(entry => entry.Capture.Capture.Id).ToHashSet();
        var open = WarcFolder.Files(_archive).Where(file => file.IsOpen).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var (deleted, problems) = (new List<Guid>(), new List<string>());
        var gone = new HashSet<Guid>();
        await using var log = dryRun ? null : CustodyLog.Open(_custody, "retention", _time);
        foreach (var (capture, reason) in due.Where(entry => !pinned.Contains(entry.Capture.Capture.Id)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = capture.Capture.Archive;
            if (open.Contains(place.File)) continue;
            if (ledger.Deletion(place.File) is not null)
            {
                gone.Add(capture.Capture.Id);
                continue;
            }

            if (ledger.IsDeleted($"capture:{capture.Capture.Id:D}"))
            {
                // Told, and perhaps cut off before it was done.
                if (log is not null) await DeleteAsync(null, ledger, capture.Capture, reason, cancellationToken);
                gone.Add(capture.Capture.Id);
                continue;
            }

            if (log is not null && await DeleteAsync(log, ledger, capture.Capture, reason, cancellationToken) is { } problem)
            {
                problems.Add($"{capture.Capture.Id:D}: {problem}");
                continue;
            }

            deleted.Add(capture.Capture.Id);
            gone.Add(capture.Capture.Id);
        }

        var files = captures.GroupBy(capture => capture.Capture.Archive.File, StringComparer.Ordinal)
            .Where(file => !open.Contains(file.Key) && ledger.Deletion(file.Key) is null && file.All(capture => gone.Contains(capture.Capture.Id)))
            .Select(file => file.Key).Order(StringComparer.Ordinal).ToList();
        if (log is not null) foreach (var file in files) await DeleteFileAsync(log, file, cancellationToken);
        return new(deleted, [.. pinned], files, problems);
    }

    /// <summary>Why the capture's time is over, or null while it is kept. The strictest of its matters counts.</summary>
    private string? Reason(RetainedCapture capture, DateTimeOffset now)
    {
        var state = capture.States.Any(one => one is ReviewState.New or ReviewState.Leased or ReviewState.Waiting) ? "open"
            : capture.States.Contains(ReviewState.Confirmed) ? "confirmed"
            : capture.States.Count > 0 ? "dismissed"
            : "unflagged";
        var since = capture.Changed is { } changed && changed > capture.Capture.CapturedAt ? changed : capture.Capture.CapturedAt;
        return _rules.For(state, DateOnly.FromDateTime(now.ToDisplayTime().DateTime)) is { Days: { } days } rule && now - since >= TimeSpan.FromDays(days)
            ? string.Create(CultureInfo.InvariantCulture, $"retention: {state}, {days} days since {since:yyyy-MM-dd}; {rule.Source}")
            : null;
    }

    /// <param name="log">Told before anything is overwritten; null when it was told already.</param>
    private async Task<string?> DeleteAsync(CustodyLog? log, ArtefactLedger ledger, CaptureReference capture, string reason, CancellationToken cancellationToken)
    {
        IReadOnlyList<CapturePart> parts;
        try
        {
            parts = CaptureParts.ReadAll(new Files.FolderFiles(_archive), capture.Archive);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return exception.Message;
        }

        if (parts[0] is { Type: "metadata", MediaType: "text/plain" }) return null;
        var first = parts[0].Store.Offset;
        var length = parts[^1].Store.Offset + parts[^1].Store.Length - first;
        // Ranges that reach beyond the capture are hashed anew with what will stand in them.
        var touched = ledger.Touching(capture.Archive.File, first, length);
        var from = touched.Select(entry => entry.Artefact.Offset).Append(first).Min();
        var to = touched.Select(entry => entry.Artefact.Offset + entry.Artefact.Length).Append(first + length).Max();
        var bytes = new byte[to - from];
        await using var file = new FileStream(Path.Combine(_archive, capture.Archive.File), FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.Position = from;
        await file.ReadExactlyAsync(bytes, cancellationToken);
        foreach (var part in parts)
        {
            if (Tombstone.Make(part.Store.Sha256, part.At ?? capture.CapturedAt, part.Store.Length) is not { } stone) return string.Create(CultureInfo.InvariantCulture, $"the record at byte {part.Store.Offset} is too short for a tombstone");
            stone.CopyTo(bytes.AsSpan((int)(part.Store.Offset - from)));
        }

        var ranges = touched.Select(entry => (entry.Artefact.Offset, entry.Artefact.Length)).DefaultIfEmpty((Offset: first, Length: length)).Distinct();
        if (log is not null) await log.AppendAsync(
            new CustodyEntry(CustodyActions.Deleted, Who, $"capture:{capture.Id:D}")
            {
                Reason = reason,
                Artefacts = [.. ranges.Select(range => new CustodyArtefact(capture.Archive.File, range.Offset, range.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan((int)(range.Offset - from), (int)range.Length)))))],
                Details = parts.ToDictionary(part => string.Create(CultureInfo.InvariantCulture, $"sha256 of {part.Store.Offset}+{part.Store.Length}"), part => part.Store.Sha256, StringComparer.Ordinal),
            },
            CancellationToken.None);
        // Once the chain says so it is done to the end.
        file.Position = from;
        await file.WriteAsync(bytes, CancellationToken.None);
        file.Flush(flushToDisk: true);
        return null;
    }

    private async Task DeleteFileAsync(CustodyLog log, string file, CancellationToken cancellationToken)
    {
        var length = new FileInfo(Path.Combine(_archive, file)).Length;
        var whole = await ArtefactHash.OfAsync(_archive, file, 0, length, cancellationToken);
        await log.AppendAsync(
            new CustodyEntry(CustodyActions.Deleted, Who, "file:" + file)
            {
                Reason = "retention: nothing but tombstones was left in it",
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["length"] = length.ToString(CultureInfo.InvariantCulture), ["sha256"] = whole.Sha256 },
            },
            CancellationToken.None);
        File.Delete(Path.Combine(_archive, file));
    }
}
