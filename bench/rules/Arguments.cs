namespace Ecom389.Monitor.Bench.Rules;

/// <summary>What the bench was asked to do.</summary>
internal sealed record Arguments
{
    public const string Usage = "usage: bench-rules RULES-FOLDER DATA-FOLDER [--corpus FOLDER] [--markdown FILE [--commit ID]] [--bars] [--rules] [--misses SETS] [--alarms SETS] [--ordinary] [--offers]";

    /// <summary>The folder of packs, watch-lists and lexicons.</summary>
    public required string Rules { get; init; }

    /// <summary>A folder with <c>listings/dev-*.jsonl</c> and <c>real/ordinary-*.jsonl.gz</c>.</summary>
    public required string Data { get; init; }

    /// <summary>A folder with the project's own labelled sets, <c>own-*.jsonl</c>.</summary>
    public string Corpus { get; private init; } = Path.Combine("models", "corpus");

    /// <summary>Where to write the page for analysts, or null.</summary>
    public string? Markdown { get; private init; }

    /// <summary>The commit that the page names as measured.</summary>
    public string? Commit { get; private init; }

    /// <summary>Whether a broken bar makes the command fail.</summary>
    public bool Bars { get; private init; }

    /// <summary>Whether the table of rules is printed.</summary>
    public bool PerRule { get; private init; }

    /// <summary>Whether hits on ordinary listings are shown. Their words stay on the screen of who asked: they are not ours.</summary>
    public bool ShowOrdinary { get; private init; }

    /// <summary>Whether listings whose kind (offer or not) was told wrongly are shown.</summary>
    public bool ShowKinds { get; private init; }

    /// <summary>Sets whose missed listings are shown, by letter.</summary>
    public string Misses { get; private init; } = "";

    /// <summary>Sets whose false alarms are shown, by letter.</summary>
    public string Alarms { get; private init; } = "";

    /// <summary>The arguments, or null where they make no sense.</summary>
    public static Arguments? Parse(IReadOnlyList<string> args)
    {
        if (args.Count < 2 || args[0].StartsWith('-') || args[1].StartsWith('-')) return null;
        var result = new Arguments { Rules = args[0], Data = args[1] };
        for (var i = 2; i < args.Count; i++)
        {
            var next = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i], next)
            {
                case ("--bars", _): result = result with { Bars = true }; break;
                case ("--rules", _): result = result with { PerRule = true }; break;
                case ("--ordinary", _): result = result with { ShowOrdinary = true }; break;
                case ("--offers", _): result = result with { ShowKinds = true }; break;
                case ("--corpus", { } value): result = result with { Corpus = value }; i++; break;
                case ("--markdown", { } value): result = result with { Markdown = value }; i++; break;
                case ("--commit", { } value): result = result with { Commit = value }; i++; break;
                case ("--misses", { } value): result = result with { Misses = value }; i++; break;
                case ("--alarms", { } value): result = result with { Alarms = value }; i++; break;
                default: return null;
            }
        }
        return result;
    }
}
