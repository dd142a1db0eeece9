using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>What a decision about many items would do to one of them.</summary>
public enum BulkEffect
{
    /// <summary>It is decided.</summary>
    Decided,

    /// <summary>It waits for a second person: a dismissal of high priority.</summary>
    AsksSecondPerson,

    /// <summary>Left out: a colleague holds it.</summary>
    HeldByOther,

    /// <summary>Left out: it is closed, or waits for a second person already.</summary>
    NotOpen,

    /// <summary>Left out: it is read blind, each by itself.</summary>
    Blind,

    /// <summary>Left out: it changed since the preview was made.</summary>
    Changed,
}

/// <summary>One line of a preview.</summary>
/// <param name="Entry">The item as it is.</param>
/// <param name="Effect">What would become of it.</param>
public sealed record BulkRow(QueueEntry Entry, BulkEffect Effect)
{
    /// <summary>Whether something happens to it.</summary>
    public bool Acts => Effect is BulkEffect.Decided or BulkEffect.AsksSecondPerson;
}

/// <summary>A decision about many items, as it was asked for.</summary>
public sealed record BulkCommand(IReadOnlyList<Guid> ItemIds, DecisionKind Kind, IReadOnlyList<string> Codes, string Reason, DateOnly? WaitUntil = null);

/// <summary>What would be done, and the seal by which exactly this is done and nothing else.</summary>
/// <param name="Rows">In the order asked for.</param>
/// <param name="Faults">What the command lacks; then there is no seal.</param>
/// <param name="Seal">Over person, decision, items and their revisions; valid for this run of the program.</param>
public sealed record BulkPreview(IReadOnlyList<BulkRow> Rows, IReadOnlyList<DecisionFault> Faults, string? Seal)
{
    /// <summary>The items that would change, with the revision they have: <c>id:revision</c>.</summary>
    public IReadOnlyList<string> Stamps => [.. Rows.Where(row => row.Acts).Select(row => BulkStamp.Write(row.Entry.Item.Id, row.Entry.Item.Revision))];
}

/// <summary>What came of it.</summary>
/// <param name="Rows">Each item with what really became of it.</param>
public sealed record BulkResult(IReadOnlyList<BulkRow> Rows)
{
    public int Decided => Rows.Count(row => row.Effect == BulkEffect.Decided);

    public int Asked => Rows.Count(row => row.Effect == BulkEffect.AsksSecondPerson);

    public int LeftOut => Rows.Count(row => !row.Acts);
}

/// <summary>An item and the revision it was seen at, as text.</summary>
internal static class BulkStamp
{
    public static string Write(Guid id, int revision) => string.Create(CultureInfo.InvariantCulture, $"{id:D}:{revision}");

    public static (Guid Id, int Revision)? Read(string stamp) =>
        stamp.Split(':') is [var id, var revision] && Guid.TryParseExact(id, "D", out var item) && int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (item, number)
            : null;

    /// <summary>Everything the seal covers, in one unambiguous text.</summary>
    public static byte[] Sealed(string actor, BulkCommand command, IEnumerable<string> stamps) => Encoding.UTF8.GetBytes(string.Join('\0', (string[])
        [
            actor, command.Kind.ToString(), string.Join(',', command.Codes), command.Reason.Trim(),
            command.WaitUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", .. stamps,
        ]));
}
