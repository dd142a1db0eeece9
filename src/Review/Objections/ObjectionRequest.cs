using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>What an approval asks for when somebody wants an objection upheld.</summary>
/// <param name="ObjectionId">The objection.</param>
/// <param name="ItemId">The item whose decision would be reversed.</param>
/// <param name="Codes">Where a dismissed item would be confirmed: the codes.</param>
public sealed record ObjectionRequest(Guid ObjectionId, Guid ItemId, IReadOnlyList<string> Codes)
{
    /// <summary>How the subject of such an approval begins; the objection's id follows.</summary>
    public const string SubjectPrefix = "objection:";

    /// <summary>The request of an approval, or null when the approval is about something else.</summary>
    public static ObjectionRequest? Read(Approval approval) =>
        approval.Subject.StartsWith(SubjectPrefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<ObjectionRequest>(approval.Request, JsonContract.Compact)
            : null;
}

/// <summary>What a person registers.</summary>
public sealed record ObjectionEntry(
    Guid ItemId, ObjectorKind Kind, string From, string ReceivedBy, DateOnly ReceivedOn, string Text, string? AttachmentName = null, string? AttachmentSha256 = null);

/// <summary>What is wrong with what was registered or answered.</summary>
public enum ObjectionFault
{
    FromMissing,
    HowMissing,
    TextMissing,
    TextTooLong,

    /// <summary>After today, or more than a year ago.</summary>
    DateOutOfRange,

    /// <summary>Not 64 hexadecimal digits.</summary>
    HashMalformed,
    ReasonMissing,

    /// <summary>Nothing was decided that could be objected to.</summary>
    NotDecided,
    CodesMissing,
}

/// <summary>What came of a step; exactly one of the cases below.</summary>
public abstract record ObjectionResult
{
    private ObjectionResult() { }

    /// <summary>Stored.</summary>
    public sealed record Done(Objection Objection) : ObjectionResult;

    public sealed record Invalid(IReadOnlyList<ObjectionFault> Faults) : ObjectionResult;

    /// <summary>It, or its item, changed meanwhile.</summary>
    public sealed record Changed : ObjectionResult;

    /// <summary>The actor may not, sees no such item, or decided it themselves.</summary>
    public sealed record NotAllowed : ObjectionResult;
}
