using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>
/// Something the monitor promised to keep, as one JSON line on standard output: the log of these is kept outside of the folder whose
/// power goes. Fields beyond the kind are those that the kind needs.
/// </summary>
/// <param name="Kind"><c>page</c>, <c>decision</c>, <c>job</c>, <c>read</c>, <c>seal</c> or <c>run</c>.</param>
internal sealed record Acknowledgement(string Kind)
{
    /// <summary>Address of a page, job of a run, writer of a seal.</summary>
    public string Name { get; init; } = "";

    /// <summary>Capture, item or run.</summary>
    public Guid Id { get; init; }

    /// <summary>Revision of an item, sequence of a seal.</summary>
    public long Number { get; init; }

    /// <summary>Slot of a job's run, SHA-256 of a page's body.</summary>
    public string Text { get; init; } = "";

    public ArchiveLocation? Location { get; init; }

    /// <summary>Flagged findings of a page.</summary>
    public IReadOnlyList<Guid> Findings { get; init; } = [];

    public string ToLine() => JsonSerializer.Serialize(this, JsonContract.Compact);

    /// <summary>Null for a line that the end of the process tore.</summary>
    public static Acknowledgement? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Acknowledgement>(line, JsonContract.Compact);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
