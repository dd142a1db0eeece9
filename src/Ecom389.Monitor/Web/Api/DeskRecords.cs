using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Web.Api;

/// <summary>A listing beside an item: of the same seller, or saying nearly the same.</summary>
/// <param name="Likeness">0 to 1 for near-duplicates, else null.</param>
/// <param name="ItemId">Its matter, or null.</param>
/// <param name="Flagged">Null while the matter is read blind.</param>
public sealed record ApiKin(Guid ListingId, string Source, string Url, string Title, long? PriceVnd, string? Seller, double? Likeness, Guid? ItemId, ReviewState? State, bool? Flagged);

/// <summary>Listings beside an item.</summary>
/// <param name="Total">How many there are; of near-duplicates, how many were found alike.</param>
public sealed record ApiKinPage(IReadOnlyList<ApiKin> Listings, int Total);

/// <summary>One decision about several items.</summary>
/// <param name="ItemIds">The items; what the caller does not see is left out without being named.</param>
/// <param name="Kind">What is decided.</param>
/// <param name="Codes">For <c>confirm</c>: at least one code.</param>
/// <param name="Reason">Compulsory.</param>
/// <param name="WaitUntil">For <c>wait</c>.</param>
/// <param name="Stamps">From the preview: items with their revisions. Only for doing it.</param>
/// <param name="Seal">From the preview. Only for doing it.</param>
public sealed record ApiBulk(IReadOnlyList<Guid> ItemIds, DecisionKind Kind, IReadOnlyList<string>? Codes, string? Reason, DateOnly? WaitUntil = null, IReadOnlyList<string>? Stamps = null, string? Seal = null);

/// <summary>What a decision about several items does, or did, to one of them.</summary>
public sealed record ApiBulkRow(ApiItemRow Item, BulkEffect Effect);

/// <summary>Exactly what would change. Sending stamps and seal back does exactly that; what changed meanwhile is left out.</summary>
public sealed record ApiBulkPreview(IReadOnlyList<ApiBulkRow> Rows, IReadOnlyList<string> Stamps, string? Seal);

/// <summary>What was done.</summary>
public sealed record ApiBulkDone(IReadOnlyList<ApiBulkRow> Rows);

/// <summary>An objection as it was received.</summary>
/// <param name="Kind">Who objects.</param>
/// <param name="From">As they call themselves.</param>
/// <param name="ReceivedBy">How it came.</param>
/// <param name="ReceivedOn">Day in Asia/Ho_Chi_Minh.</param>
/// <param name="Text">What it says.</param>
/// <param name="AttachmentName">Or null.</param>
/// <param name="AttachmentSha256">64 hexadecimal digits, or null.</param>
public sealed record ApiObjection(ObjectorKind Kind, string? From, string? ReceivedBy, DateOnly ReceivedOn, string? Text, string? AttachmentName = null, string? AttachmentSha256 = null);

/// <summary>An answer to an objection.</summary>
/// <param name="Uphold">True proposes to reverse the decision, which a second person approves; false lets it stand.</param>
/// <param name="Reason">Compulsory.</param>
/// <param name="Codes">Where a dismissal is to be reversed: what is suspected.</param>
public sealed record ApiObjectionAnswer(bool Uphold, string? Reason, IReadOnlyList<string>? Codes = null);

/// <summary>To whom an item, or all that somebody has in hand, is given.</summary>
/// <param name="To">Name of a colleague who decides.</param>
/// <param name="From">Whose items; null for the caller's own. Only for handing over everything.</param>
public sealed record ApiHandOver(string To, string? From = null);

/// <summary>What came of handing everything over.</summary>
public sealed record ApiHandedOver(int Moved, int LeftOut);

/// <summary>A saved view of the queue.</summary>
/// <param name="Name">At most 60 characters.</param>
/// <param name="Query">The query string of the queue's page.</param>
/// <param name="Shared">Whether the whole unit has it.</param>
public sealed record ApiView(string Name, string Query, bool Shared = false);
