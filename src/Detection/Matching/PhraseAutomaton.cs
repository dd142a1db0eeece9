using System.Buffers;

namespace Ecom389.Monitor.Detection.Matching;

/// <summary>
/// All phrases of all rules in one Aho-Corasick automaton (Aho and Corasick, 1975): one pass whatever the number of phrases.
/// Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// A whole-word phrase is stored with a gap before and after it, so the word boundary is part of the automaton and most of a
/// text never leaves the states near the root, which have full rows of transitions (see <see cref="TransitionTable"/>).
/// </remarks>
public sealed class PhraseAutomaton
{
    private readonly ushort[] _classes;
    private readonly TransitionTable _transitions;
    private readonly int _afterGap;
    private readonly int[] _outputStart;
    private readonly int[] _outputs;
    private readonly int[] _lengths;
    private readonly int[] _words;
    private readonly bool[] _whole;

    /// <summary>By state, a bit: whether a pattern ends there.</summary>
    private readonly ulong[] _ends;

    private PhraseAutomaton(ushort[] classes, TransitionTable transitions, int afterGap, int[] outputStart, int[] outputs, int[] lengths, int[] words, bool[] whole)
    {
        _classes = classes;
        _transitions = transitions;
        _afterGap = afterGap;
        _outputStart = outputStart;
        _outputs = outputs;
        _lengths = lengths;
        _words = words;
        _whole = whole;
        _ends = new ulong[(transitions.StateCount >> 6) + 1];
        for (var state = 0; state < transitions.StateCount; state++)
        {
            if (outputStart[state] != outputStart[state + 1]) _ends[state >> 6] |= 1UL << state;
        }
    }

    /// <summary>Number of patterns.</summary>
    public int PatternCount => _lengths.Length;

    /// <summary>Number of states: what memory follows.</summary>
    public int StateCount => _transitions.StateCount;

    /// <summary>The same automaton, silent about all patterns but some: what nobody asks for is not collected.</summary>
    internal PhraseAutomaton Only(Func<int, bool> wanted)
    {
        var starts = new int[_outputStart.Length];
        var outputs = new List<int>();
        for (var state = 0; state + 1 < starts.Length; state++)
        {
            starts[state] = outputs.Count;
            for (var o = _outputStart[state]; o < _outputStart[state + 1]; o++)
            {
                if (wanted(_outputs[o])) outputs.Add(_outputs[o]);
            }
        }
        starts[^1] = outputs.Count;
        return new(_classes, _transitions, _afterGap, starts, [.. outputs], _lengths, _words, _whole);
    }

    /// <summary>Finds every occurrence of every pattern, overlapping ones too, in the order of their ends. Linear in the text and the hits.</summary>
    /// <param name="text">Normalised text: lower case, composed.</param>
    /// <param name="hits">Receives the hits; is not cleared.</param>
    public void Scan(ReadOnlySpan<char> text, List<PhraseHit> hits)
    {
        var positions = ArrayPool<int>.Shared.Rent(text.Length + 2);
        try
        {
            Scan(text, positions, hits);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(positions);
        }
    }

    private void Scan(ReadOnlySpan<char> text, int[] positions, List<PhraseHit> hits)
    {
        var transitions = _transitions;
        var classes = _classes;
        int state = _afterGap, emitted = 0, word = 0, sentence = 0;
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            int kind = classes[text[i]];
            if (kind == LetterClass.Dot)
            {
                kind = LetterClass.IsDecimalPoint(text, i) ? _classes['.' + 0xFF00] : LetterClass.EndsSentence(text, i) ? LetterClass.Break : LetterClass.Gap;
            }
            else if (kind == LetterClass.Dash)
            {
                kind = LetterClass.IsFreeDash(text, i) ? LetterClass.Break : LetterClass.Gap;
            }
            if (kind >= LetterClass.OtherLetter)
            {
                inWord = true;
                positions[emitted++] = i;
                state = transitions.Step(state, kind);
                // Only literals can end on a letter.
                if (Ends(state)) Emit(state, positions, emitted, word, sentence, hits);
            }
            else
            {
                if (inWord)
                {
                    positions[emitted++] = i;
                    state = transitions.Step(state, LetterClass.Gap);
                    inWord = false;
                    if (Ends(state)) Emit(state, positions, emitted, word, sentence, hits);
                    word++;
                }
                if (kind == LetterClass.Break)
                {
                    state = _afterGap;
                    sentence++;
                }
            }
        }
        if (inWord)
        {
            positions[emitted++] = text.Length;
            state = transitions.Step(state, LetterClass.Gap);
            if (Ends(state)) Emit(state, positions, emitted, word, sentence, hits);
        }
    }

    /// <summary>Numbers words and sentences as <see cref="Scan(ReadOnlySpan{char}, List{PhraseHit})"/> does; a gap bears the number of the word to come.</summary>
    internal void Count(ReadOnlySpan<char> text, Span<int> words, Span<int> sentences)
    {
        int word = 0, sentence = 0;
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            int kind = _classes[text[i]];
            if (kind == LetterClass.Dot) kind = LetterClass.IsDecimalPoint(text, i) ? LetterClass.OtherLetter : LetterClass.EndsSentence(text, i) ? LetterClass.Break : LetterClass.Gap;
            else if (kind == LetterClass.Dash) kind = LetterClass.IsFreeDash(text, i) ? LetterClass.Break : LetterClass.Gap;
            if (kind < LetterClass.OtherLetter)
            {
                if (inWord) word++;
                if (kind == LetterClass.Break) sentence++;
            }
            inWord = kind >= LetterClass.OtherLetter;
            words[i] = word;
            sentences[i] = sentence;
        }
    }

    private bool Ends(int state) => (_ends[state >> 6] >> state & 1) != 0;

    private void Emit(int state, int[] positions, int emitted, int word, int sentence, List<PhraseHit> hits)
    {
        for (var o = _outputStart[state]; o < _outputStart[state + 1]; o++)
        {
            var pattern = _outputs[o];
            // A whole phrase was completed by the gap after it, which is no part of the hit.
            var end = _whole[pattern] ? emitted - 1 : emitted;
            var start = end - _lengths[pattern];
            hits.Add(new(pattern, positions[start], positions[end - 1] + 1, word - _words[pattern], word, sentence));
        }
    }

    internal static PhraseAutomaton Compile(IReadOnlyList<(string Key, bool Whole)> patterns)
    {
        var classes = LetterClass.OfAll();
        const char decimalPoint = (char)('.' + 0xFF00); // the slot of a full stop that is part of a number; full-width forms are folded before
        int width = LetterClass.FirstLetter;
        classes[decimalPoint] = LetterClass.OtherLetter;
        foreach (var (key, _) in patterns)
        {
            foreach (var c in key)
            {
                var slot = c == '.' ? decimalPoint : c;
                if (c != ' ' && classes[slot] == LetterClass.OtherLetter) classes[slot] = (ushort)width++;
            }
        }

        var trie = new Trie(width);
        foreach (var (key, whole) in patterns)
        {
            if (whole) trie.Append(LetterClass.Gap);
            foreach (var c in key) trie.Append(c == ' ' ? LetterClass.Gap : classes[c == '.' ? decimalPoint : c]);
            if (whole) trie.Append(LetterClass.Gap);
            trie.EndPattern();
        }
        // A text begins as if a gap were before it, whether a phrase does or not.
        trie.Append(LetterClass.Gap);
        trie.EndPattern();
        var (transitions, starts, outputs) = trie.Complete(patterns.Count);
        var lengths = new int[patterns.Count];
        var words = new int[patterns.Count];
        var wholes = new bool[patterns.Count];
        for (var p = 0; p < patterns.Count; p++)
        {
            lengths[p] = patterns[p].Key.Length;
            words[p] = patterns[p].Key.AsSpan().Count(' ');
            wholes[p] = patterns[p].Whole;
        }
        return new(classes, transitions, transitions.Step(0, LetterClass.Gap), starts, outputs, lengths, words, wholes);
    }
}
