using System.Collections.Concurrent;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Library;

/// <summary>Definitions of stored versions; a version never changes, so neither does its definition.</summary>
internal sealed class DefinitionCache
{
    private const int Capacity = 1_000;
    private readonly ConcurrentDictionary<WorkflowVersionId, WorkflowDefinition?> _definitions = new();

    public WorkflowDefinition? Get(WorkflowVersion version, string file)
    {
        if (_definitions.Count > Capacity)
        {
            _definitions.Clear();
        }

        return _definitions.GetOrAdd(version.Id, _ => WorkflowParser.Parse(version.Yaml, file).Definition);
    }
}
