using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Api;

/// <summary>Who a token acts for.</summary>
public sealed record ApiMe(string Name, string DisplayName, Role Role, string Unit, IReadOnlyList<string> Scopes);

/// <summary>An item as a list shows it.</summary>
/// <param name="Score">On the labelled mix; null while it is read blind.</param>
/// <param name="Priority">The same on the field's prior; null while it is read blind.</param>
/// <param name="Codes">What is suspected; empty while it is read blind.</param>
/// <param name="Blind">It is to be decided without the machine's judgement, which is told afterwards.</param>
public sealed record ApiItemRow(
    Guid Id, ReviewState State, bool Blind, double? Priority, double? Score, IReadOnlyList<string> Codes, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, string? LeasedBy, DateTimeOffset? LeasedUntil, DateOnly? WaitUntil,
    string? ReopenedBy, string Unit, string? Place, int Revision, Guid FindingId, Guid ListingId, string Source, string Url, string Title, long? PriceVnd, string? Seller);

/// <summary>A page of the queue, highest priority first.</summary>
/// <param name="Items">The page's rows.</param>
/// <param name="Total">How many match on all pages.</param>
/// <param name="Offset">Rows before this page.</param>
/// <param name="TotalIsAtLeast">True when there may be more than the total says: nobody counts beyond ten thousand.</param>
public sealed record ApiQueuePage(IReadOnlyList<ApiItemRow> Items, int Total, int Offset, bool TotalIsAtLeast = false);

/// <summary>An item with everything that is known of it.</summary>
public sealed record ApiItem(
    ApiItemRow Item, ListingRecord Listing, IReadOnlyList<string> Images, IReadOnlyList<ViolationScore> Violations, IReadOnlyList<Signal> Signals, ScorerVersions Versions, DateTimeOffset CapturedAt,
    IReadOnlyList<Decision> Decisions, IReadOnlyList<ItemTransition> Transitions, CaptureReference? Capture);

/// <summary>A decision as it is sent.</summary>
/// <param name="Kind">What is decided.</param>
/// <param name="Codes">For <c>confirm</c>: at least one code.</param>
/// <param name="Reason">Compulsory.</param>
/// <param name="WaitUntil">For <c>wait</c>: a day after today in Asia/Ho_Chi_Minh.</param>
/// <param name="SeenFindingId">The finding that was judged; a newer one answers 409.</param>
public sealed record ApiDecision(DecisionKind Kind, IReadOnlyList<string>? Codes, string Reason, DateOnly? WaitUntil = null, Guid? SeenFindingId = null);

/// <summary>What came of a decision: the item as it is now, or the approval it waits for.</summary>
public sealed record ApiDecided(string Outcome, ApiDecidedItem? Item, Guid? ApprovalId);

/// <summary>A decided item.</summary>
/// <param name="Origin">Of an item read blind, once it is decided: whether it was flagged or drawn at random; else null.</param>
public sealed record ApiDecidedItem(Guid Id, ReviewState State, int Revision, DateOnly? WaitUntil, ItemOrigin? Origin);

/// <summary>An answer to another person's request.</summary>
public sealed record ApiAnswer(bool Approved, string Reason);

/// <summary>A listing found.</summary>
/// <param name="FoundBy">The kind of mark, or <c>words</c>.</param>
public sealed record ApiHit(string FoundBy, Guid ListingId, string Source, string Url, string Title, string? Seller, long? PriceVnd, DateTimeOffset LastSeen, Guid? ItemId, ReviewState? State);

/// <summary>What a search brought. For an address the one listing, its last decision and the source that would capture it.</summary>
public sealed record ApiSearch(string Query, IReadOnlyList<ApiHit> Hits, bool IsWhole, bool IsAddress, Decision? LastDecision, string? SourceThatWouldCapture, DateTimeOffset? CaptureAskedAt);

/// <summary>A request for a capture.</summary>
public sealed record ApiCaptureRequest(string Url, string Reason);

/// <summary>What came of a request for a capture.</summary>
public sealed record ApiCaptureAnswer(string Outcome);

/// <summary>A configured source.</summary>
public sealed record ApiSource(string Id, string Name, Channel Channel, bool Enabled, string Unit, string? Place, IReadOnlyList<string> Start, bool Stopped);

/// <summary>A run of a source.</summary>
public sealed record ApiRun(string SourceId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Pages, int Listings, int Flagged, string? Note);

/// <summary>A share with its 95 % interval (Wilson).</summary>
public sealed record ApiPrecision(string Name, int Confirmed, int Dismissed, double? Precision, double Low, double High);

/// <summary>The overview's figures.</summary>
public sealed record ApiFigures(
    DateTimeOffset At, StoreTotals Totals, IReadOnlyDictionary<ReviewState, int> ItemsByState, IReadOnlyDictionary<string, int> OpenByViolation, IReadOnlyDictionary<string, int> OpenBySource,
    IReadOnlyList<KeyValuePair<string, int>> OpenByPlace, QueueAges QueueAges, IReadOnlyList<DayCount> Days,
    IReadOnlyList<ApiPrecision> PrecisionByWeek, IReadOnlyList<ApiPrecision> PrecisionBySource, IReadOnlyList<ApiPrecision> PrecisionByPlace, IReadOnlyList<ApiPrecision> PrecisionByRule);
