using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Packages;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Gathers from the store what a package says of a finding, or of a matter with all its findings.</summary>
internal sealed class FindingReader
{
    /// <summary>A matter with more findings than this is packed with its newest ones.</summary>
    private const int MostFindings = 20;

    private readonly IListingStore _listings;
    private readonly IQueueStore _queue;
    private readonly IEvidenceFiles _files;
    private readonly FindingEvidence _evidence;

    /// <param name="listings">What was found.</param>
    /// <param name="queue">What became of it.</param>
    /// <param name="archive">Folder of the archive, which knows the rich captures.</param>
    /// <param name="files">Where its files are read from.</param>
    public FindingReader(IListingStore listings, IQueueStore queue, string archive, IEvidenceFiles files)
    {
        _listings = listings;
        _queue = queue;
        _files = files;
        _evidence = new FindingEvidence(archive);
    }

    /// <summary>The finding, or nothing when there is none of that id.</summary>
    public async Task<IReadOnlyList<PackageFinding>> ByFindingAsync(Guid id, CancellationToken cancellationToken) =>
        await _listings.FindingAsync(id, cancellationToken) is { } finding && await ReadAsync(finding, await _queue.FindByListingAsync(finding.ListingId, cancellationToken), cancellationToken) is { } read ? [read] : [];

    /// <summary>The item's findings, the one shown first; nothing when there is no such item.</summary>
    public async Task<IReadOnlyList<PackageFinding>> ByItemAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await _queue.FindAsync(id, cancellationToken) is not { } entry) return [];
        var findings = (await _listings.FindingsAsync(entry.Listing.Id, cancellationToken)).Where(finding => finding.Result.Flagged || finding.Id == entry.Item.FindingId);
        var read = new List<PackageFinding>();
        foreach (var finding in findings.OrderByDescending(finding => finding.Id == entry.Item.FindingId).Take(MostFindings))
            if (await ReadAsync(finding, entry.Item, cancellationToken) is { } one) read.Add(one);
        return read;
    }

    private async Task<PackageFinding?> ReadAsync(Finding finding, ReviewItem? item, CancellationToken cancellationToken)
    {
        var listing = await _listings.FindAsync(finding.ListingId, cancellationToken);
        var snapshot = (await _listings.SnapshotsAsync(finding.ListingId, cancellationToken)).FirstOrDefault(one => one.Id == finding.SnapshotId);
        if (listing is null || snapshot is null || await _listings.CaptureAsync(snapshot.CaptureId, cancellationToken) is not { } capture) return null;
        var decisions = item is null ? [] : await _queue.DecisionsAsync(item.Id, cancellationToken);
        var rich = _evidence.Of(finding.Id).Where(one => one.Role == "rich" && one.CaptureId != capture.Id).Select(one => RichCapture.Read(_files, listing.SourceId, one));
        return new(finding, listing, snapshot, [capture, .. rich], item, decisions);
    }
}
