using System.Globalization;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Spectrum;

/// <summary>In what a device goes beyond what it may use.</summary>
public enum SpectrumBreachKind
{
    /// <summary>A frequency in a band that is closed to such devices.</summary>
    Band,

    /// <summary>A frequency in a band open to such devices with a licence only.</summary>
    Licence,

    /// <summary>More power than such devices may have without a licence.</summary>
    Power,
}

/// <summary>A range of frequencies.</summary>
/// <param name="From">Lower edge in MHz.</param>
/// <param name="To">Upper edge in MHz.</param>
public sealed record Band(string Id, decimal From, decimal To)
{
    /// <summary>Whether a frequency, or an end of a range, lies in it: "1800/2100MHz" is read as a range.</summary>
    public bool Holds(FrequencyMention mention) => Holds(mention.Megahertz) || (mention.UpTo is { } upper && Holds(upper));

    private bool Holds(decimal megahertz) => megahertz >= From && megahertz <= To;
}

/// <summary>A kind of device and what it may use, from <c>rules/bands.yaml</c>.</summary>
/// <param name="Words">Its names in a title or first lines.</param>
/// <param name="NotWords">Names of other devices that hold the same words: "kích sóng wifi".</param>
/// <param name="Closed">Bands closed to it.</param>
/// <param name="Licensed">Bands open with a licence only.</param>
/// <param name="LimitWatts">Most power without a licence, in watts, or null.</param>
public sealed record RadioDevice(string Id, string Name, IReadOnlyList<string> Words, IReadOnlyList<string> NotWords, IReadOnlyList<Band> Closed, IReadOnlyList<Band> Licensed, double? LimitWatts, string Source);

/// <summary>A breach that a listing states.</summary>
/// <param name="Device">Id of the device.</param>
/// <param name="Band">Id of the band, or null.</param>
/// <param name="Value">The frequency or power as written.</param>
/// <param name="Limit">The limit, or null.</param>
/// <param name="Words">Where it stands.</param>
public sealed record SpectrumFinding(string Device, SpectrumBreachKind Kind, string? Band, string Value, string? Limit, Evidence Words);

/// <summary>Which devices may use which bands. Immutable and safe for concurrent use.</summary>
public sealed class SpectrumTable
{
    private const int LongestHeading = 300;
    private readonly PhraseAutomaton _automaton;
    private readonly Dictionary<int, List<(RadioDevice Device, bool Not)>> _byPhrase = [];

    public SpectrumTable(IReadOnlyList<RadioDevice> devices)
    {
        All = devices;
        var builder = new PhraseAutomatonBuilder();
        foreach (var device in devices)
        {
            foreach (var word in device.Words) Add(word, device, not: false);
            foreach (var word in device.NotWords) Add(word, device, not: true);
        }
        _automaton = builder.Build();

        void Add(string word, RadioDevice device, bool not)
        {
            var pattern = builder.AddPhrase(Normaliser.Normalise(word).Value);
            if (!_byPhrase.TryGetValue(pattern, out var list)) _byPhrase.Add(pattern, list = []);
            list.Add((device, not));
        }
    }

    /// <summary>No table: no finding.</summary>
    public static SpectrumTable None { get; } = new([]);

    public IReadOnlyList<RadioDevice> All { get; }

    /// <summary>What a listing states beyond what its device may use.</summary>
    public IReadOnlyList<SpectrumFinding> Find(ListingView view)
    {
        if (All.Count == 0 || !view.Fields.Any(static field => IsRead(field) && (SaysHertz(field) || RadioReader.MayHoldPower(field.Text))) || Offered(view) is not { } device) return [];
        var found = new List<SpectrumFinding>();
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var text = view.Fields[field].Text;
            if (!IsRead(view.Fields[field])) continue;
            if (SaysHertz(view.Fields[field]))
            {
                foreach (var mention in RadioReader.FindFrequencies(text))
                {
                    if (device.Closed.FirstOrDefault(band => band.Holds(mention)) is { } closed) Report(SpectrumBreachKind.Band, closed, mention.Text, mention.Start, mention.End);
                    else if (device.Licensed.FirstOrDefault(band => band.Holds(mention)) is { } licensed) Report(SpectrumBreachKind.Licence, licensed, mention.Text, mention.Start, mention.End);
                }
            }
            if (device.LimitWatts is not { } limit) continue;
            foreach (var mention in RadioReader.FindPowers(text))
            {
                if (mention.Watts > limit) found.Add(new(device.Id, SpectrumBreachKind.Power, null, mention.Text, limit.ToString("0.###", CultureInfo.InvariantCulture) + " W", WordSpan.Locate(text, field, mention.Start, mention.End)));
            }

            void Report(SpectrumBreachKind kind, Band band, string value, int start, int end) => found.Add(new(
                device.Id,
                kind,
                band.Id,
                value,
                string.Create(CultureInfo.InvariantCulture, $"{band.From}-{band.To} MHz"),
                WordSpan.Locate(text, field, start, end)));
        }
        return found;
    }

    private static bool IsRead(FieldView field) => field.Name is not ("seller/name" or "priceText" or "brand");

    private static bool SaysHertz(FieldView field) => field.Text.Folded.Contains("hz", StringComparison.Ordinal);

    /// <summary>The device offered: named in the title, or in the first lines of a post.</summary>
    private RadioDevice? Offered(ListingView view)
    {
        foreach (var field in view.Fields)
        {
            if (field.Name is not "title" && !(field.Name is "description" && view.Record.Title.Length == 0)) continue;
            var hits = new List<PhraseHit>();
            _automaton.Scan(field.Text.Value.AsSpan(0, Math.Min(field.Text.Value.Length, LongestHeading)), hits);
            if (hits.Count == 0) return null;
            RadioDevice? device = null;
            var excluded = new HashSet<RadioDevice>();
            foreach (var hit in hits) excluded.UnionWith(_byPhrase[hit.Pattern].Where(static entry => entry.Not).Select(static entry => entry.Device));
            foreach (var hit in hits)
            {
                foreach (var (named, not) in _byPhrase[hit.Pattern])
                {
                    if (!not && !excluded.Contains(named)) device ??= named;
                }
            }
            return device;
        }
        return null;
    }
}
