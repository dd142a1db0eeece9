using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>When a hit of a pattern counts.</summary>
internal enum PatternUse : byte
{
    /// <summary>Never in itself: it is the form without diacritics of a phrase that must have them, or a spelling to be read as another.</summary>
    Aside,

    /// <summary>Only in a neighbourhood without diacritics, where they may have been dropped.</summary>
    WithoutDiacritics,

    /// <summary>As it stands.</summary>
    Always,
}

/// <summary>All phrases of all rules, compiled: one automaton, and what each of its patterns is.</summary>
/// <param name="Automaton">Finds every pattern in one pass.</param>
/// <param name="Uses">Of each pattern, when its hits count.</param>
/// <param name="Exact">Of each pattern without diacritics, the phrases that become it when they lose theirs; null where there is none.</param>
/// <param name="Readings">Of each pattern that is a chat spelling or a misspelt brand, what it stands for; null for others.</param>
/// <param name="Sets">Of each pattern, the sets of phrases it belongs to, and its place in each.</param>
/// <param name="SetCount">Number of sets.</param>
/// <param name="Guards">Of each pattern, whether it takes the meaning of others away and accuses of nothing itself.</param>
/// <param name="Words">All words of all phrases.</param>
internal sealed record PhraseTable(
    PhraseAutomaton Automaton,
    PatternUse[] Uses,
    (int Pattern, string Key)[]?[] Exact,
    string?[] Readings,
    (int Set, int Place)[][] Sets,
    int SetCount,
    bool[] Guards,
    WordList Words)
{
    /// <summary>Finds only the patterns whose hits count or are to be read as others: half of all stand aside.</summary>
    public PhraseAutomaton Telling { get; } = Automaton.Only(pattern => Uses[pattern] != PatternUse.Aside || Readings[pattern] is not null);
}
