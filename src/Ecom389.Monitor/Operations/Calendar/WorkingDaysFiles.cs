using System.Globalization;
using Ecom389.Monitor.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Operations.Calendar;

/// <summary>Reads <c>rules/calendars/*.yaml</c>, one file a year: dated data with its source.</summary>
internal static class WorkingDaysFiles
{
    public const string Folder = "calendars";

    private static readonly string[] Fields = ["year", "source", "announced", "status", "off", "worked"];

    /// <summary>The calendars of a rules folder; none where there is no such folder.</summary>
    /// <exception cref="InvalidInputException">Every fault of every file.</exception>
    public static WorkingDays Load(string rules)
    {
        var (years, errors) = (new List<CalendarYear>(), new List<InputError>());
        var folder = Path.Combine(rules, Folder);
        if (!Directory.Exists(folder)) return WorkingDays.WeekendsOnly;
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            if (Read(file, errors) is not { } year) continue;
            if (years.Exists(other => other.Year == year.Year)) errors.Add(new(file, null, "year", $"năm {year.Year} đã có ở tệp khác / this year is in another file already"));
            else years.Add(year);
        }

        return errors.Count == 0 ? new(years) : throw new InvalidInputException(errors);
    }

    private static CalendarYear? Read(string file, List<InputError> errors)
    {
        var before = errors.Count;
        try
        {
            var yaml = new YamlStream();
            using (var text = File.OpenText(file)) yaml.Load(text);
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            {
                errors.Add(new(file, 1, null, "cần một bảng YAML / a YAML mapping is needed"));
                return null;
            }

            foreach (var key in root.Children.Keys.OfType<YamlScalarNode>().Where(key => !Fields.Contains(key.Value, StringComparer.Ordinal)))
                errors.Add(new(file, (int)key.Start.Line, key.Value, $"trường lạ; có / unknown field; known: {string.Join(", ", Fields)}"));
            if (!int.TryParse(Text(root, "year"), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1990 or > 2200) errors.Add(new(file, Line(root, "year"), "year", "cần một năm / a year is needed"));
            var source = Text(root, "source");
            if (string.IsNullOrWhiteSpace(source)) errors.Add(new(file, Line(root, "source"), "source", "nguồn là bắt buộc / the source is compulsory"));
            var announced = Text(root, "announced") is { Length: > 0 } and not "null" and var written ? Day(written) : null;
            if (announced is null && Text(root, "announced") is { Length: > 0 } and not "null") errors.Add(new(file, Line(root, "announced"), "announced", "YYYY-MM-DD hoặc null / or null"));
            var status = Text(root, "status");
            if (status is not ("đã kiểm chứng" or "cần kiểm chứng")) errors.Add(new(file, Line(root, "status"), "status", "đã kiểm chứng | cần kiểm chứng"));
            var off = Days(file, root, "off", year, weekend: false, errors);
            var worked = Days(file, root, "worked", year, weekend: true, errors);
            return errors.Count == before ? new(year, off, worked, source!, announced, status == "đã kiểm chứng") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlException)
        {
            errors.Add(new(file, exception is YamlException fault ? (int)fault.Start.Line : null, null, exception.Message));
            return null;
        }
    }

    private static Dictionary<DateOnly, string> Days(string file, YamlMappingNode root, string name, int year, bool weekend, List<InputError> errors)
    {
        var days = new Dictionary<DateOnly, string>();
        if (!root.Children.TryGetValue(new YamlScalarNode(name), out var node)) return days;
        if (node is not YamlMappingNode rows)
        {
            errors.Add(new(file, (int)node.Start.Line, name, "cần một bảng ngày: lý do / a mapping of day to reason is needed"));
            return days;
        }

        foreach (var (key, value) in rows.Children)
        {
            var (text, line) = ((key as YamlScalarNode)?.Value ?? "", (int)key.Start.Line);
            if (Day(text) is not { } day || day.Year != year) errors.Add(new(file, line, $"{name}.{text}", $"cần một ngày YYYY-MM-DD của năm {year} / a day of that year is needed"));
            else if ((day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) != weekend) errors.Add(new(file, line, $"{name}.{text}", weekend ? "chỉ thứ Bảy hoặc Chủ nhật mới làm bù / only a weekend day can be worked instead" : "cuối tuần đã là ngày nghỉ / a weekend day is off already"));
            else if (value is not YamlScalarNode { Value: { } reason } || string.IsNullOrWhiteSpace(reason)) errors.Add(new(file, line, $"{name}.{text}", "thiếu lý do / the reason is missing"));
            else days[day] = reason;
        }

        return days;
    }

    private static string? Text(YamlMappingNode root, string name) => root.Children.TryGetValue(new YamlScalarNode(name), out var node) && node is YamlScalarNode scalar ? scalar.Value : null;

    private static int? Line(YamlMappingNode root, string name) => root.Children.TryGetValue(new YamlScalarNode(name), out var node) ? (int)node.Start.Line : null;

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
