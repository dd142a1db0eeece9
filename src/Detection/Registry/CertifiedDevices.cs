using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>The imported list of certified devices, by number and by model. Immutable and safe for concurrent use.</summary>
public sealed class CertifiedDevices
{
    /// <summary>Shorter model names ("A5", "X3") are words of every second listing.</summary>
    private const int ShortestModel = 4;
    private readonly Dictionary<string, CertifiedDevice> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CertifiedDevice>> _byModel = new(StringComparer.Ordinal);

    public CertifiedDevices(CertifiedDeviceList list, IReadOnlyList<CertifiedDevice> devices)
    {
        List = list;
        Count = devices.Count;
        foreach (var device in devices)
        {
            _byNumber[Key(device.Number)] = device;
            foreach (var model in device.Models)
            {
                var key = Key(model);
                if (key.Length < ShortestModel || !key.AsSpan().ContainsAnyInRange('0', '9') || !key.AsSpan().ContainsAnyInRange('A', 'Z')) continue;
                if (!_byModel.TryGetValue(key, out var same)) _byModel.Add(key, same = []);
                same.Add(device);
            }
        }
    }

    /// <summary>Which list this is.</summary>
    public CertifiedDeviceList List { get; }

    public int Count { get; }

    /// <summary>The device of a certificate number, however it is spaced.</summary>
    public CertifiedDevice? FindNumber(string number) => _byNumber.GetValueOrDefault(Key(number));

    /// <summary>Devices whose model is named in a text, as whole words of it, each once.</summary>
    public IReadOnlyList<CertifiedDevice> FindModels(string text)
    {
        var found = new List<CertifiedDevice>();
        if (_byModel.Count == 0) return found;
        var starts = new List<(int Start, int End)>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }
            var end = i + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || IsJoint(text, end))) end++;
            starts.Add((i, end));
            i = end;
        }
        for (var w = 0; w < starts.Count; w++)
        {
            // "UV-5R" is one word, "Redmi 13C" two, "Archer AX 55" three.
            for (var words = 1; words <= 3 && w + words <= starts.Count; words++)
            {
                if (_byModel.TryGetValue(Key(text.AsSpan(starts[w].Start, starts[w + words - 1].End - starts[w].Start)), out var devices))
                    found.AddRange(devices.Where(device => !found.Contains(device)));
            }
        }
        return found;
    }

    /// <summary>Letters and digits in capitals: "c0955 191224 ae15a3" and "C0955191224AE15A3" are one.</summary>
    internal static string Key(ReadOnlySpan<char> text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c)) key.Append(char.ToUpperInvariant(c));
        }
        return key.ToString();
    }

    private static bool IsJoint(string text, int at) =>
        text[at] is '-' or '.' or '/' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]);
}
