using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// Reads a field a second time where its spelling asks for it, and brings the hits of both readings together. Reused from field
/// to field: not for concurrent use.
/// </summary>
internal sealed class SecondReader(PhraseTable phrases)
{
    private readonly List<Respelt> _respelt = [];
    private readonly List<PhraseHit> _scanned = [];
    private readonly List<PhraseHit> _merged = [];
    private readonly HashSet<(int Pattern, int Start)> _known = [];
    private int[] _words = [];
    private int[] _sentences = [];
    private UnmaskedText _reading = null!;

    /// <summary>The second reading, or null where it would say no more than the first.</summary>
    /// <param name="hits">Of the first reading.</param>
    public UnmaskedText? Read(NormalisedText text, List<PhraseHit> hits)
    {
        _respelt.Clear();
        foreach (var hit in hits)
        {
            if (phrases.Readings[hit.Pattern] is { } reading && Teencode.StandsAlone(text, hit.Start, hit.End)) _respelt.Add(new(hit.Start, hit.End, reading));
        }
        if (_respelt.Count == 0 && !text.MayHide) return null;
        KeepLongest();
        var second = Unmasker.Read(text, _respelt, phrases.Words);
        if (!second.HasLoose && string.Equals(second.Value, text.Value, StringComparison.Ordinal)) return null;
        return _reading = second;
    }

    /// <summary>Hits of the first reading and what the second adds; words and sentences are those of the second reading, characters those of the first.</summary>
    /// <param name="hits">Of the first reading.</param>
    public List<PhraseHit> Merge(NormalisedText text, List<PhraseHit> hits)
    {
        _merged.Clear();
        _known.Clear();
        if (_words.Length < _reading.Value.Length) (_words, _sentences) = (new int[_reading.Value.Length * 2], new int[_reading.Value.Length * 2]);
        phrases.Automaton.Count(_reading.Value, _words, _sentences);
        foreach (var hit in hits)
        {
            if (!Counts(hit, text.Value, text.Folded)) continue;
            int first = _reading.FromNormalised(hit.Start), last = _reading.FromNormalised(hit.End - 1);
            Add(hit with { Word = _words[first], LastWord = _words[last], Sentence = _sentences[first] });
        }
        _scanned.Clear();
        phrases.Automaton.Scan(_reading.Value, _scanned);
        foreach (var hit in _scanned)
        {
            if (Counts(hit, _reading.Value, _reading.Folded)) Add(Placed(hit, hit.Pattern));
        }
        if (_reading.HasLoose) AddLoose();
        return _merged;
    }

    /// <summary>Phrases whose diacritics cannot be seen because digits or pictures stand for the letters.</summary>
    private void AddLoose()
    {
        _scanned.Clear();
        phrases.Automaton.Scan(_reading.Folded, _scanned);
        foreach (var hit in _scanned)
        {
            if (phrases.Exact[hit.Pattern] is not { } forms) continue;
            foreach (var (pattern, key) in forms)
            {
                if (Agrees(key, hit)) Add(Placed(hit, pattern));
            }
        }
    }

    /// <summary>Whether the text has the phrase's own letters, but for diacritics that cannot be seen; and at least one such letter.</summary>
    private bool Agrees(string key, in PhraseHit hit)
    {
        var at = hit.Start;
        var loose = false;
        foreach (var c in key)
        {
            if (c == ' ') continue;
            while (at < hit.End && LetterClass.Of(_reading.Value[at]) < LetterClass.OtherLetter && _reading.Value[at] != '.') at++;
            if (at < hit.End && _reading.Value[at] == '.' && c != '.') at++;
            while (at < hit.End && LetterClass.Of(_reading.Value[at]) < LetterClass.OtherLetter && _reading.Value[at] != '.') at++;
            if (at >= hit.End) return false;
            if (_reading.IsLoose(at)) loose = true;
            else if (_reading.Value[at] != c) return false;
            at++;
        }
        return loose;
    }

    private PhraseHit Placed(in PhraseHit hit, int pattern)
    {
        var (start, end) = _reading.ToNormalised(hit.Start, hit.End);
        return hit with { Pattern = pattern, Start = start, End = end };
    }

    private void Add(in PhraseHit hit)
    {
        if (_known.Add((hit.Pattern, hit.Start))) _merged.Add(hit);
    }

    private bool Counts(in PhraseHit hit, string value, string folded) => phrases.Uses[hit.Pattern] switch
    {
        PatternUse.Always => true,
        PatternUse.WithoutDiacritics => Diacritics.AreAbsent(value, folded, hit.Start, hit.End),
        _ => false,
    };

    /// <summary>In order, and of those that overlap the longest.</summary>
    private void KeepLongest()
    {
        if (_respelt.Count < 2) return;
        _respelt.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var kept = 1;
        for (var i = 1; i < _respelt.Count; i++)
        {
            if (_respelt[i].Start >= _respelt[kept - 1].End) _respelt[kept++] = _respelt[i];
        }
        _respelt.RemoveRange(kept, _respelt.Count - kept);
    }
}
