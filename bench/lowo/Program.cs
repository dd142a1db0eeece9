using System.Globalization;
using Ecom389.Monitor.Bench.Lowo;

var arguments = Arguments.Parse(args);
if (arguments is null || !Directory.Exists(Path.Combine(arguments.Data, "listings")))
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}
var began = TimeProvider.System.GetTimestamp();
switch (arguments.Command)
{
    case "one": OneRun.Execute(arguments, Workload.Read(arguments)); break;
    case "table":
        if (WholeTable.Execute(arguments, Workload.Read(arguments)) is var code and not 0) return code;
        break;
    case "peer":
        if (Liblinear.Execute(arguments, Workload.Read(arguments)) is var ended and not 0) return ended;
        break;
    case "ablation": Ablation.Execute(arguments, Workload.Read(arguments)); break;
    case "curve": Curve.Execute(arguments, Workload.Read(arguments)); break;
    case "duplicates": Duplicates.Execute(arguments); break;
    case "field" when arguments is { Model: not null, Rules: not null }: Field.Execute(arguments); break;
    default:
        await Console.Error.WriteLineAsync(Arguments.Usage);
        return 2;
}
await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:F0} s"));
return 0;
