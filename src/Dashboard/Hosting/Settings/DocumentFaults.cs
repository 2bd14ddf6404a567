using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>What a server finds wrong with a document that is valid by itself: each fault at the place that it is about.</summary>
internal static class DocumentFaults
{
    private const string Urls = "Deployment:Urls";

    /// <summary>The faults on a server.</summary>
    public static IReadOnlyList<Diagnostic> Find(ConfigurationDocument document, string file, ServerDocuments documents)
    {
        // Where the rows are decides which configuration is in force. A copy of the rows elsewhere would take the server back to where they were.
        return
        [
            .. documents.Try(document).Faults.Select(f => At(f, document, file)), .. Addresses(document, file),
            .. document.Settings.Where(s => ServerDocuments.IsStorage(s.Option)).Select(s => Fault(
                file, s.Line, s.Column, ConfigurationCodes.FixedHere, $"'{s.Path}' says where this configuration itself is kept, which no configuration that is applied can; write it into {ServerDocuments.FileName} of the data directory or into the environment, and restart.")),
        ];
    }

    /// <summary>The faults where no server is asked.</summary>
    public static IReadOnlyList<Diagnostic> Find(ConfigurationDocument document, string file)
    {
        using var alone = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(DocumentSource.ToData(document.Settings.Where(s => !ServerDocuments.IsStorage(s.Option)))).Build();
        var (options, faults) = SignalboxOptions.TryRead(alone);
        var (_, ofAgents) = DocumentAgents.Add(options, document.Agents);
        return
        [
            .. faults.Select(f => At(OptionFault.Parse(f), document, file)), .. ofAgents.Select(f => At(new OptionFault($"agents.{f.Agent}", f.Sentence), document, file)),
            .. Addresses(document, file),
        ];
    }

    private static IEnumerable<Diagnostic> Addresses(ConfigurationDocument document, string file)
    {
        foreach (var url in document.Settings.Where(s => s.Option.StartsWith(Urls, StringComparison.Ordinal)))
        {
            if (ListenAddresses.FindFault(url.Value) is { } fault)
            {
                yield return Fault(file, url.Line, url.Column, ConfigurationCodes.BadOption, $"{url.Path}: {fault}.");
            }
        }
    }

    private static Diagnostic At(OptionFault fault, ConfigurationDocument document, string file)
    {
        if (document.Agents.FirstOrDefault(a => string.Equals($"agents.{a.Id}", fault.Key, StringComparison.Ordinal)) is { } agent)
        {
            return Fault(file, agent.Line, agent.Column, ConfigurationCodes.BadAgent, $"{fault.Sentence.TrimEnd('.')}.");
        }

        var setting = document.Settings.FirstOrDefault(s => Same(s.Option, fault.Key))
            ?? document.Settings.FirstOrDefault(s => Below(s.Option, fault.Key) || Below(fault.Key, s.Option));
        return setting is null
            ? Fault(file, 1, 1, ConfigurationCodes.BadOption, $"{fault.Key}: {fault.Sentence.TrimEnd('.')}.")
            : Fault(file, setting.Line, setting.Column, ConfigurationCodes.BadOption, $"{(Same(setting.Option, fault.Key) ? setting.Path : $"{setting.Path}, {fault.Key}")}: {fault.Sentence.TrimEnd('.')}.");
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool Below(string inner, string outer) => outer.Length > 0 && inner.StartsWith(outer + ":", StringComparison.OrdinalIgnoreCase);

    private static Diagnostic Fault(string file, int line, int column, string code, string message) => new(file, line, column, DiagnosticSeverity.Error, code, message);
}
