namespace Ecom389.Monitor.Core;

/// <summary>One listing of a page, judged, on its way into the store.</summary>
/// <param name="Key">Identity within the source: the platform's item id, else the canonical URL.</param>
/// <param name="Url">Where it is to be seen.</param>
/// <param name="Content">What it says.</param>
/// <param name="ContentSha256">Hash of what the seller said.</param>
/// <param name="ExtractorVersion">Version of extractor and normaliser.</param>
/// <param name="DefinitionVersion">Version of the source's definition.</param>
/// <param name="Result">The judgement.</param>
/// <param name="Scorer">Who judged.</param>
public sealed record JudgedListing(
    string Key,
    string Url,
    ExtractedListing Content,
    string ContentSha256,
    string ExtractorVersion,
    string DefinitionVersion,
    ScoreResult Result,
    ScorerVersions Scorer);

/// <summary>Everything one fetched page brought: stored as one durable state or not at all.</summary>
public sealed record PageAcknowledgement(
    CrawlRun Run,
    FrontierEntry Entry,
    SourceDefinition Source,
    Capture Capture,
    ArchiveLocation Archive,
    PageKind Kind,
    IReadOnlyList<JudgedListing> Listings,
    IReadOnlyList<FrontierUrl> Discovered)
{
    /// <summary>What is to be remembered of the page for the next run, or null when it is no listing's page.</summary>
    public PageMemory? Memory { get; init; }

    /// <summary>Ends well once the capture is on disk; nothing of the page is stored before, nor when it fails.</summary>
    public Task Archived { get; init; } = Task.CompletedTask;
}

/// <summary>A page of which the server said that it is as it was (304).</summary>
public sealed record UnchangedPage(CrawlRun Run, FrontierEntry Entry, SourceDefinition Source, Capture Capture, ArchiveLocation Archive, PageMemory Memory)
{
    /// <inheritdoc cref="PageAcknowledgement.Archived"/>
    public Task Archived { get; init; } = Task.CompletedTask;
}

/// <summary>What became of one listing of an acknowledged page.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="SnapshotId">The snapshot that holds its content.</param>
/// <param name="FindingId">The finding that judged it.</param>
/// <param name="ListingIsNew">First time seen.</param>
/// <param name="SnapshotIsNew">It said something else than before.</param>
/// <param name="ItemId">The review item opened or touched, or null.</param>
/// <param name="ItemTrigger"><c>opened</c>, <c>attached</c>, <c>reopened:…</c> or null.</param>
public sealed record ListingReceipt(Guid ListingId, Guid SnapshotId, Guid FindingId, bool ListingIsNew, bool SnapshotIsNew, Guid? ItemId, string? ItemTrigger);

/// <summary>A listing of an unchanged page, as it was judged last.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="Flagged">Whether it is flagged.</param>
/// <param name="Codes">What a flagged one is suspected of.</param>
public sealed record SeenListing(Guid ListingId, bool Flagged, IReadOnlyList<string> Codes);

/// <summary>An acknowledged page.</summary>
/// <param name="Listings">What became of its listings, in their order.</param>
/// <param name="Next">The row leased with it; null when none was due.</param>
public sealed record PageTaken<T>(IReadOnlyList<T> Listings, FrontierEntry? Next);

/// <summary>Takes in fetched pages.</summary>
public interface IIntakeStore
{
    /// <summary>
    /// Stores capture, listings, snapshots, findings, review items, discovered URLs and the finished frontier row in one
    /// transaction that survives power loss once this returns. Receipts are in the order of the listings.
    /// </summary>
    Task<IReadOnlyList<ListingReceipt>> AcknowledgeAsync(PageAcknowledgement page, CancellationToken cancellationToken);

    /// <summary>
    /// The same for an answer "not modified": stores the capture, sees the page's listings again, remembers and finishes the row.
    /// Returns the page's listings.
    /// </summary>
    Task<IReadOnlyList<SeenListing>> AcknowledgeAsync(UnchangedPage page, CancellationToken cancellationToken);

    /// <summary>
    /// Acknowledges a page and leases the run's next row in the same transaction, as <see cref="IFrontierStore.LeaseAsync"/> would after it: links of
    /// the page are chosen from already. Whoever does not fetch it gives it back.
    /// </summary>
    Task<PageTaken<ListingReceipt>> AcknowledgeAndLeaseAsync(PageAcknowledgement page, LeaseWish next, CancellationToken cancellationToken);

    /// <inheritdoc cref="AcknowledgeAndLeaseAsync(PageAcknowledgement, LeaseWish, CancellationToken)"/>
    Task<PageTaken<SeenListing>> AcknowledgeAndLeaseAsync(UnchangedPage page, LeaseWish next, CancellationToken cancellationToken);
}
