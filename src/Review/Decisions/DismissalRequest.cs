using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>What an approval asks for when somebody wants to dismiss an item of high priority.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="FindingId">The finding that was judged.</param>
public sealed record DismissalRequest(Guid ItemId, Guid FindingId)
{
    /// <summary>How the subject of such an approval begins; the item's id follows.</summary>
    public const string SubjectPrefix = "decision:";

    /// <summary>The request of an approval, or null when the approval is about something else.</summary>
    public static DismissalRequest? Read(Approval approval) =>
        approval.Subject.StartsWith(SubjectPrefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<DismissalRequest>(approval.Request, JsonContract.Compact)
            : null;
}
