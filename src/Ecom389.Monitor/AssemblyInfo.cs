using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Ecom389.Monitor.EndToEnd.Tests")]
[assembly: InternalsVisibleTo("Ecom389.Monitor.Operations.Tests")]
[assembly: InternalsVisibleTo("Ecom389.Monitor.Web.Tests")]
[assembly: InternalsVisibleTo("Ecom389.Monitor.Workers.Tests")]
