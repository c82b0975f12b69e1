/**
 * Scripts that connect a shell to `agent-safe completion words`, which prints one candidate a line, with its summary after
 * a tab, or the line `:files`. The program is called as it was typed, so that a path to it works too.
 */
export const SCRIPTS = {
  bash: `# Completion of agent-safe for bash. Load it in ~/.bashrc: source <(agent-safe completion bash)
_agent_safe() {
  local line current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
    else
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <("\${COMP_WORDS[0]}" completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _agent_safe agent-safe
`,
  zsh: `#compdef agent-safe
# Completion of agent-safe for zsh. Load it in ~/.zshrc, after compinit: source <(agent-safe completion zsh)
_agent_safe() {
  local line word summary
  local -a candidates
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      _files
      continue
    fi
    word=\${line%%$'\\t'*}
    summary=\${line#*$'\\t'}
    candidates+=("\${word//:/\\\\:}:$summary")
  done < <("\${(Q)words[1]}" completion words -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && _describe agent-safe candidates
}
if [[ \${funcstack[1]} == _agent_safe ]]; then
  _agent_safe "$@"
else
  compdef _agent_safe agent-safe
fi
`,
  fish: `# Completion of agent-safe for fish. Install it: agent-safe completion fish > ~/.config/fish/completions/agent-safe.fish
function __agent_safe_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] completion words -- $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = ':files'
            __fish_complete_path "$current"
        else
            printf '%s\\n' $line
        end
    end
end
complete -c agent-safe -f -a '(__agent_safe_complete)'
`,
} as const;
