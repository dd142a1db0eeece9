using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Commands;

/// <summary><c>train</c>: fits the model on labelled listings.</summary>
internal static class TrainCommand
{
    public static Command Make(Terminal terminal)
    {
        var data = new Option<string[]>("--data") { Description = "Tin đã gắn nhãn, mỗi người viết một tệp / labelled listings, one file a writer", Required = true, HelpName = "F", AllowMultipleArgumentsPerToken = true };
        var ordinary = new Option<string[]>("--ordinary") { Description = "Tin thường có thật, chỉ để đặt ngưỡng / ordinary real listings, only to set the threshold", HelpName = "F", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "Thư mục ghi model.bin và thẻ mô hình / folder for model.bin and its card", Required = true, HelpName = "DIR" };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "Ngày áp dụng quy tắc / the day rules are read as of", HelpName = "YYYY-MM-DD" };
        var command = new Command("train", """
            Huấn luyện mô hình từ tin đã gắn nhãn. Cùng dữ liệu, cùng quy tắc cho ra cùng từng byte.
            Trains the model on labelled listings. The same data and rules give the same bytes.

            Ví dụ / example:  ecom389 train --data models/corpus/*.jsonl --ordinary thuong.jsonl.gz --out models
            """) { data, ordinary, output, asOf };
        command.SetAction((parsed, cancellation) =>
        {
            var sources = SignalSources.Load(Installation.At("data").Rules);
            var files = Existing(parsed.GetValue(data)!).Order(StringComparer.Ordinal).ToList();
            var trained = new TrainingRun(new TrainingSettings(), sources, terminal.Error.WriteLine)
                .Execute(files, Existing(parsed.GetValue(ordinary) ?? []), parsed.GetValue(output)!, parsed.GetValue(asOf) ?? InputFiles.Today(), cancellation);
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TrainingRun.ModelName} {trained.Bytes.Length} bytes, sha256 {ContentHash.Of(trained.Bytes)}, threshold {trained.Model.Header.FlagThreshold:F4} ({trained.Model.Header.ThresholdFrom})"));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static string[] Existing(string[] files)
    {
        var missing = files.Where(file => !File.Exists(file)).Select(file => new InputError(file, null, null, "không có tệp này / no such file")).ToList();
        return missing.Count == 0 ? files : throw new InvalidInputException(missing);
    }
}
