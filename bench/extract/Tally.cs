namespace Ecom389.Monitor.Bench.Extract;

/// <summary>True positives, false positives and misses of one field over a set.</summary>
internal sealed class Tally
{
    private int _right;
    private int _wrong;
    private int _missed;

    /// <summary>Counts one page: a wrong value is a false positive and, where there was something to find, a miss too.</summary>
    public void Add(bool got, bool right, bool wanted)
    {
        if (got && right) _right++;
        else if (got)
        {
            _wrong++;
            if (wanted) _missed++;
        }
        else if (wanted) _missed++;
    }

    public int Right => _right;

    /// <summary>Pages that had something to find.</summary>
    public int Wanted => _right + _missed;

    public double Precision => _right + _wrong == 0 ? 0 : (double)_right / (_right + _wrong);

    public double Recall => _right + _missed == 0 ? 0 : (double)_right / (_right + _missed);

    public double F1 => _right == 0 ? 0 : 2.0 * _right / ((2 * _right) + _wrong + _missed);

    public override string ToString() => FormattableString.Invariant($"P {Precision:0.000}  R {Recall:0.000}  F1 {F1:0.000}  ({_right} right, {_wrong} wrong, {_missed} missed)");
}
