using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Notices traps: endless pages of one shape (a calendar, a counter) that never hold a listing. A shape is the URL with every run
/// of digits made one sign. Bounded: only the shapes met last are remembered.
/// </summary>
internal sealed class BarrenShapes(int limit)
{
    private const int MaxShapes = 5_000;

    private readonly Dictionary<string, int> _barren = new(StringComparer.Ordinal);

    public bool IsTrap(string url) => _barren.GetValueOrDefault(ShapeOf(url)) >= limit;

    public void Note(string url, int listings)
    {
        var shape = ShapeOf(url);
        if (listings > 0) _barren.Remove(shape);
        else if (_barren.Count < MaxShapes || _barren.ContainsKey(shape)) _barren[shape] = _barren.GetValueOrDefault(shape) + 1;
    }

    internal static string ShapeOf(string url)
    {
        var shape = new StringBuilder(url.Length);
        foreach (var c in url)
        {
            if (!char.IsAsciiDigit(c)) shape.Append(c);
            else if (shape.Length == 0 || shape[^1] != '#') shape.Append('#');
        }

        return shape.ToString();
    }
}
