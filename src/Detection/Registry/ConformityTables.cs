using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules.Loading;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>Reads <c>conformity.yaml</c>.</summary>
internal static class ConformityTables
{
    public static (GoodsTable Goods, CertifiedDevices? Sample) Read(YamlFields root)
    {
        var groups = new List<GoodsGroup>();
        foreach (var map in root.Maps("goods"))
        {
            groups.Add(new(
                map.Required("id"),
                map.Required("name"),
                map.OneOf<Obligation>("obligation", required: true) ?? Obligation.None,
                map.Text("standards"),
                map.Date("validFrom"),
                map.Date("validTo"),
                map.Texts("categories"),
                map.Texts("words"),
                map.SourceNote("source")));
            map.Finish();
        }
        foreach (var map in root.Maps("marks"))
        {
            map.Required("id");
            map.Required("name");
            map.Date("from");
            map.Date("to");
            map.SourceNote("source");
            map.Finish();
        }
        var claims = root.Texts("claimWords");
        var sample = root.Map("sample") is { } fields ? Sample(fields) : null;
        var forms = new CertificateForms(root.Texts("numberFields"), root.Texts("certificateFields"), root.Texts("placeholders"), root.Texts("foreignMarks"));
        root.Text("title");
        root.Date("updated");
        root.Finish();
        return (new(groups, claims, forms), sample);
    }

    private static CertifiedDevices Sample(YamlFields fields)
    {
        var devices = new List<CertifiedDevice>();
        foreach (var map in fields.Maps("devices"))
        {
            devices.Add(new()
            {
                Number = map.Required("number"),
                Name = map.Required("name"),
                Model = map.Required("model"),
                Manufacturer = map.Text("manufacturer"),
                Issued = map.Date("issued"),
                Expires = map.Date("expires"),
                Status = map.Text("status"),
            });
            map.Finish();
        }
        var date = fields.Date("listDate") ?? default;
        fields.Finish();
        return new(new(Guid.Empty, date, default, "", fields.Source.File, "sample", devices.Count), devices);
    }
}
