using Ecom389.Monitor.Detection.Rules.Loading;

namespace Ecom389.Monitor.Detection.Spectrum;

/// <summary>Reads <c>bands.yaml</c>.</summary>
internal static class SpectrumTables
{
    public static SpectrumTable Read(YamlFields root)
    {
        var bands = new Dictionary<string, Band>(StringComparer.Ordinal);
        foreach (var map in root.Maps("bands"))
        {
            var id = map.Required("id");
            map.Required("name");
            var (from, to) = ((decimal)(map.Number("from") ?? 0), (decimal)(map.Number("to") ?? 0));
            if (from <= 0 || to < from) map.Error("from", "Băng tần cần from > 0 và to >= from (MHz).");
            bands[id] = new(id, from, to);
            map.SourceNote("source");
            map.Finish();
        }
        var devices = new List<RadioDevice>();
        foreach (var map in root.Maps("devices"))
        {
            devices.Add(new(map.Required("id"), map.Required("name"), map.Texts("words"), map.Texts("notWords"), Bands(map, "closed"), Bands(map, "licensed"), map.Number("limitWatts"), map.SourceNote("source")));
            map.Finish();
        }
        root.Text("title");
        root.Date("updated");
        root.Finish();
        return new(devices);

        List<Band> Bands(YamlFields map, string name)
        {
            var list = new List<Band>();
            foreach (var id in map.Texts(name))
            {
                if (bands.TryGetValue(id, out var band)) list.Add(band);
                else map.Error(name, $"Không có băng tần \"{id}\"; có: {string.Join(", ", bands.Keys)}.");
            }
            return list;
        }
    }
}
