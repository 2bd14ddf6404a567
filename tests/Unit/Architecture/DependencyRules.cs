using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Signalbox.Unit.Architecture;

/// <summary>The rules about who may know whom (design: the shape of the solution). Each answers with the uses that break it.</summary>
internal static partial class DependencyRules
{
    private static readonly string[] Infrastructure = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "Npgsql", "Quartz", "SQLitePCL"];

    private static readonly string[] DataAccess = ["Microsoft.EntityFrameworkCore", "Microsoft.Data", "Npgsql", "Signalbox.Persistence", "System.Data"];

    /// <summary>The engine knows no database, web server or scheduler.</summary>
    public static IReadOnlyList<string> NoInfrastructure(IEnumerable<TypeUse> uses) =>
        Say(uses.Where(u => Infrastructure.Any(p => Within(u.ToNamespace, p) || Within(u.Assembly, p))));

    /// <summary>What shows things has no database at hand: it asks queries and services.</summary>
    public static IReadOnlyList<string> NoDataAccess(IEnumerable<TypeUse> uses, params string[] namespaces) =>
        Say(uses.Where(u => namespaces.Any(n => Within(u.FromNamespace, n)) && DataAccess.Any(p => Within(u.ToNamespace, p))));

    /// <summary>What serves requests changes state through a service: the interfaces that write, <c>I..Store</c>, are not for it.</summary>
    public static IReadOnlyList<string> NoStores(IEnumerable<TypeUse> uses, params string[] namespaces) =>
        Say(uses.Where(u => namespaces.Any(n => Within(u.FromNamespace, n)) && Store().IsMatch(u.To)));

    /// <summary>References to other projects of the solution that are not among the allowed ones.</summary>
    public static IReadOnlyList<string> ProjectReferences(string project, XDocument file, params string[] allowed) =>
        [.. file.Descendants("ProjectReference")
            // a reference only for the order of the build puts nothing into the output
            .Where(r => !string.Equals((string?)r.Attribute("ReferenceOutputAssembly"), "false", StringComparison.Ordinal))
            .Select(r => Path.GetFileNameWithoutExtension(((string?)r.Attribute("Include") ?? "").Replace('\\', '/')))
            .Where(name => !allowed.Contains(name, StringComparer.Ordinal))
            .Select(name => $"{project} refers to {name}")];

    private static IReadOnlyList<string> Say(IEnumerable<TypeUse> uses) => [.. uses.Select(u => u.ToString()).Order(StringComparer.Ordinal)];

    private static bool Within(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.');

    [GeneratedRegex(@"^Signalbox\.(.+\.)?I[A-Z]\w*Store$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Store();
}
