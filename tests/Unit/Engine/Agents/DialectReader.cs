using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>Lets a dialect read lines as if its program had written them.</summary>
internal static class DialectReader
{
    public static CliStreamResult Read(ICliDialect dialect, List<AgentEvent> events, params IEnumerable<string> lines)
    {
        var stream = dialect.CreateStream(events.Add);
        foreach (var line in lines)
        {
            stream.Line(line);
        }

        return stream.Finish();
    }
}
