namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>Reads the files of <c>rules/campaigns/</c>.</summary>
internal static class CampaignReader
{
    public static IReadOnlyList<Campaign> Read(YamlFields root)
    {
        var list = new List<Campaign>();
        foreach (var map in root.Maps("campaigns"))
        {
            var id = map.Required("id");
            if (!RuleReader.IsName(id)) map.Error("id", "Mã chiến dịch chỉ gồm chữ thường không dấu, số và gạch nối.");
            var windows = new List<CampaignWindow>();
            foreach (var entry in map.Maps("windows"))
            {
                var window = new CampaignWindow(entry.Required("id"), Day(entry, "from"), Day(entry, "to"));
                if (window.From > window.To) entry.Error("to", "\"to\" phải từ \"from\" trở đi.");
                if (!window.Id.StartsWith(id + "-", StringComparison.Ordinal)) entry.Error("id", $"Mã của một kỳ phải bắt đầu bằng \"{id}-\", ví dụ {id}-2027.");
                entry.Text("note");
                entry.Finish();
                windows.Add(window);
            }
            if (windows.Count == 0) map.Error(map.Has("windows") ? "windows" : null, "Cần ít nhất một kỳ trong \"windows\".");
            list.Add(new(id, map.Required("title"), map.SourceNote("source"), windows));
            map.Finish();
        }
        if (!root.Has("campaigns")) root.Error(null, "Thiếu trường \"campaigns\".");
        root.Finish();
        return list;
    }

    private static DateOnly Day(YamlFields entry, string name)
    {
        if (!entry.Has(name)) entry.Error(null, $"Thiếu trường \"{name}\".");
        return entry.Date(name) ?? default;
    }
}
