using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// Reads a field a second time where its spelling asks for it, and brings the hits of both readings together. Reused from field
/// to field: not for concurrent use.
/// </summary>
internal sealed class SecondReader(PhraseTable phrases)
{
    private const int MostBoldness = 10, CommonestWords = 60;

    private readonly ReadingMemory _memory = new();
    private readonly List<Respelt> _respelt = [];
    private readonly List<PhraseHit> _scanned = [];
    private readonly List<PhraseHit> _merged = [];
    private int[] _words = [];
    private int[] _sentences = [];
    private int[] _places = [];
    private bool[] _loose = [];
    private UnmaskedText _reading = null!;

    /// <summary>Begins with another listing: the readings of the last are gone.</summary>
    public void Reset() => _memory.Reset();

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
        var second = Unmasker.Read(text, _respelt, phrases.Words, _memory);
        return second.IsChanged ? _reading = second : null;
    }

    /// <summary>Hits of the first reading and what the second adds; words and sentences are those of the second reading, characters those of the first.</summary>
    /// <param name="hits">Of the first reading.</param>
    public List<PhraseHit> Merge(NormalisedText text, List<PhraseHit> hits)
    {
        _merged.Clear();
        var length = Math.Max(_reading.Value.Length, text.Value.Length);
        if (_words.Length < length) (_words, _sentences, _places) = (new int[length * 2], new int[length * 2], new int[length * 2]);
        phrases.Automaton.Count(_reading.Value, _words, _sentences);
        _reading.FromNormalised(_places.AsSpan(0, text.Value.Length));
        foreach (var hit in hits)
        {
            if (!Counts(hit, text.Value, text.Folded)) continue;
            int first = _places[hit.Start], last = _places[hit.End - 1];
            _merged.Add(hit with { Word = _words[first], LastWord = _words[last], Sentence = _sentences[first] });
        }
        // A phrase never crosses a line: only lines that are read otherwise can hold anything new.
        for (var start = 0; start < _reading.Value.Length;)
        {
            var end = _reading.Value.IndexOf('\n', start);
            if (end < 0) end = _reading.Value.Length;
            if (_reading.Differs(start, end)) AddLine(start, end);
            start = end + 1;
        }
        return _merged;
    }

    private void AddLine(int start, int end)
    {
        _scanned.Clear();
        phrases.Telling.Scan(_reading.Value.AsSpan(start, end - start), _scanned);
        foreach (var found in _scanned)
        {
            var hit = InText(found, start);
            if (_reading.Differs(hit.Start, hit.End) && Counts(hit, _reading.Value, _reading.Folded)) _merged.Add(Placed(hit, hit.Pattern));
        }
        if (!_reading.HasLoose) return;
        _scanned.Clear();
        phrases.Automaton.Scan(_reading.Folded.AsSpan(start, end - start), _scanned);
        foreach (var found in _scanned)
        {
            // Phrases whose diacritics cannot be seen because digits or pictures stand for the letters.
            if (phrases.Exact[found.Pattern] is not { } forms) continue;
            var hit = InText(found, start);
            if (!_reading.Differs(hit.Start, hit.End)) continue;
            AddForms(forms, hit);
        }
    }

    private void AddForms((int Pattern, string Key)[] forms, in PhraseHit hit)
    {
        // "kh0n9 nh@n" is rather the guard "không nhận" than the accusation "không nhãn".
        var guarded = false;
        foreach (var (pattern, key) in forms)
        {
            if (phrases.Guards[pattern] && Boldness(key, hit) >= 0)
            {
                guarded = true;
                _merged.Add(Placed(hit, pattern));
            }
        }
        if (guarded) return;
        foreach (var (pattern, key) in forms)
        {
            if (Boldness(key, hit) is >= 0 and var bold && IsBelieved(key, bold)) _merged.Add(Placed(hit, pattern));
        }
    }

    /// <summary>A hit in a line, counted in the whole reading.</summary>
    private PhraseHit InText(in PhraseHit hit, int line) => hit with
    {
        Start = hit.Start + line,
        End = hit.End + line,
        Word = _words[hit.Start + line],
        LastWord = _words[hit.End - 1 + line],
        Sentence = _sentences[hit.Start + line],
    };

    /// <summary>
    /// How bold it is to read the hit as the phrase: -1 where the text has other letters than the phrase, or none that hide their
    /// diacritics.
    /// </summary>
    private int Boldness(string key, in PhraseHit hit)
    {
        var at = hit.Start;
        var any = false;
        if (_loose.Length < key.Length) _loose = new bool[key.Length * 2];
        for (var k = 0; k < key.Length; k++)
        {
            var c = key[k];
            _loose[k] = false;
            if (c == ' ') continue;
            while (at < hit.End && LetterClass.Of(_reading.Value[at]) < LetterClass.OtherLetter && _reading.Value[at] != '.') at++;
            if (at < hit.End && _reading.Value[at] == '.' && c != '.') at++;
            while (at < hit.End && LetterClass.Of(_reading.Value[at]) < LetterClass.OtherLetter && _reading.Value[at] != '.') at++;
            if (at >= hit.End) return -1;
            if (_reading.IsLoose(at)) any = _loose[k] = true;
            else if (_reading.Value[at] != c) return -1;
            at++;
        }
        return any ? Boldness(key) : -1;
    }

    private int Boldness(string key)
    {
        var sum = 0;
        for (var start = 0; start < key.Length;)
        {
            var end = key.IndexOf(' ', start);
            if (end < 0) end = key.Length;
            sum += Completion.Boldness(key.AsSpan(start, end - start), _loose.AsSpan(start, end - start));
            start = end + 1;
        }
        return sum;
    }

    /// <summary>
    /// Words that stand together vouch for one another; a word alone (h4n9 as hãng) is not believed where one of the commonest of
    /// all (hàng) agrees with what is seen as well.
    /// </summary>
    private bool IsBelieved(string key, int boldness) =>
        key.Contains(' ', StringComparison.Ordinal) || boldness <= MostBoldness || Completion.Rival(key, _loose.AsSpan(0, key.Length)) >= CommonestWords;

    private PhraseHit Placed(in PhraseHit hit, int pattern)
    {
        var (start, end) = _reading.ToNormalised(hit.Start, hit.End);
        return hit with { Pattern = pattern, Start = start, End = end };
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
